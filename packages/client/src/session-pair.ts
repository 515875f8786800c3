import type { Off } from "./emitter.ts";
import { SignalingError } from "./errors.ts";
import { IncomingOrder } from "./incoming-order.ts";
import type { Later } from "./later.ts";
import type { Numbered } from "./numbered.ts";
import { OutgoingFlow, type Sendable } from "./outgoing-flow.ts";
import { meaningOf } from "./refusal-meaning.ts";
import type { Sender, Turns } from "./turns.ts";

export interface SessionPairOptions {
  /** The other session, and whose it is. */
  readonly peerId: string;
  readonly sessionId: string;
  /** May lose it, delay it or repeat it; rejects with a `SignalingError`. */
  readonly send: (message: Numbered) => Promise<void>;
  /** A content of the other session, each once and in order. */
  readonly surface: (content: unknown) => void;
  /** The server says that the other session is over. */
  readonly over: () => void;
  readonly turns: Turns;
  readonly later: Later;
}

/** How long an acknowledgement waits for a content to go with, in milliseconds. */
const acknowledgeMs = 100;

/** Until the server takes more, if it does not say, in milliseconds. */
const tooFastMs = 1_000;

/** What the own session and one session of a peer say to each other: exactly once and in order, both ways. */
export class SessionPair implements Sender {
  readonly peerId: string;
  readonly sessionId: string;
  readonly #options: SessionPairOptions;
  readonly #outgoing: OutgoingFlow;
  readonly #incoming = new IncomingOrder();
  #isUsed = false;
  #isOver = false;
  #stopWaiting: Off | undefined;

  constructor(options: SessionPairOptions) {
    this.peerId = options.peerId;
    this.sessionId = options.sessionId;
    this.#options = options;
    this.#outgoing = new OutgoingFlow({ later: options.later, ask: () => options.turns.ask(this) });
  }

  /** Whether anything was said, in either direction. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** Resolves when the other session has it. */
  say(content: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#isUsed = true;
      this.#outgoing.add(content, { resolve, reject });
    });
  }

  hear(numbered: Numbered): void {
    this.#isUsed = true;
    const content = "s" in numbered ? numbered : undefined;
    const surfaces = content !== undefined && this.#incoming.take(content);
    this.#outgoing.hear(numbered.a, content === undefined);
    this.#acknowledgeInTime();
    if (surfaces) this.#options.surface(content.c);
  }

  /** The own connection is back: what was under way may be lost, and the peer may wait for a sign. */
  resume(): void {
    if (!this.#isUsed) return;
    this.#incoming.remind();
    this.#outgoing.startAgain();
  }

  /** Nothing more is said. What is outstanding is rejected; gives how much that was. */
  end(error: SignalingError): number {
    this.#isOver = true;
    this.#stopWaiting?.();
    this.#options.turns.leave(this);
    return this.#outgoing.end(error);
  }

  takeTurn(): Promise<number | undefined> | undefined {
    if (this.#isOver) return undefined;
    const sendable = this.#outgoing.next();
    if (sendable) return this.#send(this.#numbered(sendable), sendable.answered);
    if (this.#incoming.due !== "now") return undefined;
    return this.#send({ a: this.#incoming.last }, (refusal) => this.#repeat(refusal));
  }

  #numbered({ outgoing, previous }: Sendable): Numbered {
    const { number, content } = outgoing;
    const { last } = this.#incoming;
    return {
      s: number,
      ...(previous === number - 1 ? {} : { p: previous }),
      ...(last === 0 ? {} : { a: last }),
      c: content,
    };
  }

  async #send(message: Numbered, answered: Sendable["answered"]): Promise<number | undefined> {
    this.#incoming.acknowledged();
    const refusal = await this.#options.send(message).then(() => undefined, refusalOf);
    const meaning = refusal && meaningOf(refusal.code);
    answered(refusal);
    if (meaning === "session-over" && !this.#isOver) this.#options.over();
    return meaning === "too-fast" ? (refusal?.retryAfterMs ?? tooFastMs) : undefined;
  }

  /** An acknowledgement that was not taken: what else there is in the way, the peer will ask again. */
  #repeat(refusal: SignalingError | undefined): void {
    if (refusal && meaningOf(refusal.code) === "too-fast") this.#incoming.remind();
  }

  #acknowledgeInTime(): void {
    if (this.#incoming.due === "now") this.#options.turns.ask(this);
    else if (this.#incoming.due === "soon") {
      this.#stopWaiting ??= this.#options.later(acknowledgeMs, () => this.#acknowledge());
    }
  }

  #acknowledge(): void {
    this.#stopWaiting = undefined;
    if (this.#incoming.due === undefined) return;
    this.#incoming.remind();
    this.#options.turns.ask(this);
  }
}

function refusalOf(error: unknown): SignalingError {
  if (error instanceof SignalingError) return error;
  return new SignalingError("internal", "the channel failed", { cause: error });
}
