import type { Unsubscribe } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import type { RecentIds } from "../base/recent-ids.ts";
import type { Timer } from "../base/timer.ts";
import { Incarnations } from "./incarnations.ts";
import { IncomingOrder } from "./incoming-order.ts";
import type { Acknowledgement, Numbered, NumberedContent } from "./numbered.ts";
import { OutgoingFlow, type Sendable } from "./outgoing-flow.ts";
import { refusalActionOf } from "./refusal-action.ts";
import type { Sender, SendScheduler } from "./send-scheduler.ts";

export interface SessionPairOptions {
  /** The other peer and its session. */
  readonly peerId: string;
  readonly sessionId: string;
  /** Returns the maximum size of a message in bytes of JSON, if it is known. */
  readonly mostBytes: () => number | undefined;
  /** Sends a message over a channel that may lose, delay or repeat it. Rejects with a `SignalingError`. */
  readonly send: (message: Numbered) => Promise<void>;
  /** Called with each content of the other session, once and in order. */
  readonly surface: (content: unknown) => void;
  /** Called when either end lost its state and both discarded theirs. `discarded`: number of unacknowledged contents. */
  readonly begunAnew: (discarded: number) => void;
  /** Called when the server reports the end of the other session. */
  readonly over: () => void;
  /** Ended incarnations of all pairs. */
  readonly endedIncarnations: RecentIds;
  readonly scheduler: SendScheduler;
  readonly timer: Timer;
}

/** Time for which an acknowledgement waits for a content to travel with, in milliseconds. */
const acknowledgeMs = 100;

/** Delay after `rate-limited` without `retryAfterMs`, in milliseconds. */
const tooFastMs = 1_000;

/** Exchanges contents between the own session and one session of a peer, exactly once and in order, in both directions. */
export class SessionPair implements Sender {
  readonly peerId: string;
  readonly sessionId: string;
  readonly #options: SessionPairOptions;
  readonly #incarnations: Incarnations;
  #outgoing: OutgoingFlow;
  #incoming = new IncomingOrder();
  /** An incarnation of the other end to reject. */
  #rejected: string | undefined;
  #isUsed = false;
  #isOver = false;
  #stopWaiting: Unsubscribe | undefined;

  constructor(options: SessionPairOptions) {
    this.peerId = options.peerId;
    this.sessionId = options.sessionId;
    this.#options = options;
    this.#incarnations = new Incarnations(options.endedIncarnations);
    this.#outgoing = this.#newFlow();
  }

  /** Whether any message was exchanged. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** Sends a content. Resolves when the other session has acknowledged it. */
  say(content: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#isUsed = true;
      this.#outgoing.add(content, { resolve, reject });
    });
  }

  receive(numbered: Numbered): void {
    this.#isUsed = true;
    if ("e" in numbered) {
      if (!this.#incarnations.isOwn(numbered.e)) return;
      this.#incarnations.beginAnew();
      this.#beginAnew();
      return;
    }
    const { isOver, isAccepted } = this.#incarnations.judge(numbered);
    if (isOver) this.#beginAnew();
    if (this.#isOver) return;
    if (isAccepted) this.#accept(numbered);
    else this.#reject(numbered.i);
  }

  /** Repeats messages and acknowledgements that the lost connection may not have delivered. */
  resume(): void {
    if (!this.#isUsed) return;
    this.#incoming.remind();
    this.#outgoing.startAgain();
  }

  /** Ends the exchange and rejects all outstanding contents. Returns their number. */
  end(error: SignalingError): number {
    this.#isOver = true;
    this.#stopWaiting?.();
    this.#incarnations.end();
    this.#options.scheduler.leave(this);
    return this.#outgoing.end(error);
  }

  takeTurn(): Promise<number | undefined> | undefined {
    if (this.#isOver) return undefined;
    if (this.#rejected !== undefined) return this.#sendRejection(this.#rejected);
    const sendable = this.#outgoing.next();
    if (!sendable && this.#incoming.due !== "now") return undefined;
    const incoming = this.#incoming;
    const message = sendable ? this.#numbered(sendable) : this.#acknowledgement();
    incoming.acknowledged();
    return this.#send(message, sendable?.answered ?? ((refusal) => repeat(incoming, refusal)));
  }

  /** Rejects the outstanding contents, because it is unknown which of them surfaced. */
  #beginAnew(): void {
    const { peerId, sessionId } = this;
    const reason = `"${peerId}" or this client lost the state of session ${sessionId}`;
    const outgoing = this.#outgoing;
    this.#outgoing = this.#newFlow();
    this.#incoming = new IncomingOrder();
    this.#options.begunAnew(outgoing.end(new SignalingError("session-lost", reason)));
  }

  #newFlow(): OutgoingFlow {
    const { timer, scheduler, mostBytes } = this.#options;
    return new OutgoingFlow({ timer, mostBytes, ask: () => scheduler.ask(this) });
  }

  #accept(numbered: NumberedContent | Acknowledgement): void {
    const content = "s" in numbered ? numbered : undefined;
    const surfaces = content !== undefined && this.#incoming.take(content);
    // An acknowledgement is valid only with the incarnation that it refers to.
    const acknowledged = numbered.o === undefined ? undefined : numbered.a;
    this.#outgoing.receive(acknowledged, content === undefined);
    this.#acknowledgeInTime();
    if (surfaces) this.#options.surface(content.c);
  }

  #reject(incarnation: string): void {
    this.#rejected = incarnation;
    this.#options.scheduler.ask(this);
  }

  #sendRejection(incarnation: string): Promise<number | undefined> {
    this.#rejected = undefined;
    const { i } = this.#incarnations.addresses;
    return this.#send({ i, e: incarnation }, (refusal) => {
      if (isTooFast(refusal)) this.#rejected ??= incarnation;
    });
  }

  #numbered({ outgoing, previous }: Sendable): NumberedContent {
    const { number, content } = outgoing;
    const { last } = this.#incoming;
    return {
      ...this.#incarnations.addresses,
      s: number,
      ...(previous === number - 1 ? {} : { p: previous }),
      ...(last === 0 ? {} : { a: last }),
      c: content,
    };
  }

  #acknowledgement(): Acknowledgement {
    return { ...this.#incarnations.addresses, a: this.#incoming.last };
  }

  async #send(message: Numbered, answered: Sendable["answered"]): Promise<number | undefined> {
    const refusal = await this.#options.send(message).then(() => undefined, refusalOf);
    const action = refusal && refusalActionOf(refusal.code);
    answered(refusal);
    if (action === "session-over" && !this.#isOver) this.#options.over();
    return action === "too-fast" ? (refusal?.retryAfterMs ?? tooFastMs) : undefined;
  }

  #acknowledgeInTime(): void {
    if (this.#incoming.due === "now") this.#options.scheduler.ask(this);
    else if (this.#incoming.due === "soon") {
      this.#stopWaiting ??= this.#options.timer(acknowledgeMs, () => this.#acknowledge());
    }
  }

  #acknowledge(): void {
    this.#stopWaiting = undefined;
    if (this.#incoming.due === undefined) return;
    this.#incoming.remind();
    this.#options.scheduler.ask(this);
  }
}

/** Repeats an acknowledgement after `rate-limited`. After any other refusal the peer asks again. */
function repeat(incoming: IncomingOrder, refusal: SignalingError | undefined): void {
  if (isTooFast(refusal)) incoming.remind();
}

function isTooFast(refusal: SignalingError | undefined): boolean {
  return refusal !== undefined && refusalActionOf(refusal.code) === "too-fast";
}

function refusalOf(error: unknown): SignalingError {
  if (error instanceof SignalingError) return error;
  return new SignalingError("internal", "the channel failed", { cause: error });
}
