import type { Unsubscribe } from "../base/emitter.ts";
import type { SignalingError } from "../base/errors.ts";
import type { Timer } from "../base/timer.ts";
import { type Outcome, type Outgoing, OutgoingWindow } from "./outgoing-window.ts";
import { refusalActionOf } from "./refusal-action.ts";

export interface OutgoingFlowOptions {
  readonly later: Timer;
  readonly mostBytes: () => number | undefined;
  /** There is something to send, or there may be. */
  readonly ask: () => void;
}

/** What to send now, and the number of what is before it. */
export interface Sendable {
  readonly outgoing: Outgoing;
  readonly previous: number;
  /** To be told what the server answers: nothing, or a refusal. */
  readonly answered: (refusal: SignalingError | undefined) => void;
}

/** Without any sign of the peer the oldest message is sent again: after these times in a row, in milliseconds. */
const retryMs = [1_000, 2_000, 4_000, 8_000] as const;

const noLimit = Number.POSITIVE_INFINITY;

/** When to send, and send again, what one session has to say to another. */
export class OutgoingFlow {
  readonly #later: Timer;
  readonly #ask: () => void;
  readonly #window: OutgoingWindow;
  /** Answers to what was sent in a round before do not count. */
  #round = 0;
  #unanswered = 0;
  /** Something was refused: what is to be sent again waits for the other answers. */
  #isSettling = false;
  /** How many more may be sent: without limit, unless the peer is silent. */
  #allowed = noLimit;
  #retries = 0;
  #stopRetrying: Unsubscribe | undefined;

  constructor({ later, mostBytes, ask }: OutgoingFlowOptions) {
    this.#window = new OutgoingWindow(mostBytes);
    this.#later = later;
    this.#ask = ask;
  }

  add(content: unknown, fate: Outcome): void {
    this.#window.add(content, fate);
    this.#ask();
  }

  next(): Sendable | undefined {
    const mayGoOn = this.#allowed > 0 && !this.#isSettling;
    const next = mayGoOn ? this.#window.next() : undefined;
    if (!next) return undefined;
    const round = this.#round;
    this.#allowed -= 1;
    this.#unanswered += 1;
    this.#retryInTime();
    const answered = (refusal: SignalingError | undefined) => {
      if (round === this.#round) this.#learn(next.outgoing, refusal);
    };
    return { ...next, answered };
  }

  /** The peer has everything up to this number. If it says nothing else, it asks for what is behind. */
  hear(acknowledged: number | undefined, isAll: boolean): void {
    const taken = acknowledged === undefined ? [] : this.#window.acknowledge(acknowledged);
    const isNews = taken.length > 0;
    if (isNews) this.#beConfident();
    if (!this.#isDoubtful) {
      if (isNews && this.#window.size > 0) this.#retryInTime();
    } else if (isNews || isAll) this.startAgain();
    else this.#probe();
    for (const { resolve } of taken) resolve();
  }

  /** The peer can hear: everything from the oldest on, as fast as it goes. */
  startAgain(): void {
    this.#goBack(noLimit);
    this.#beConfident();
    this.#ask();
  }

  /** Rejects what is outstanding. Gives how much that was. */
  end(error: SignalingError): number {
    const outstanding = this.#window.clear();
    this.#goBack(0);
    this.#stopRetrying?.();
    for (const { reject } of outstanding) reject(error);
    return outstanding.length;
  }

  get #isDoubtful(): boolean {
    return this.#allowed !== noLimit;
  }

  #learn(outgoing: Outgoing, refusal: SignalingError | undefined): void {
    this.#unanswered -= 1;
    if (refusal && this.#window.has(outgoing)) this.#takeRefusal(outgoing, refusal);
    if (this.#unanswered === 0) this.#isSettling = false;
  }

  #takeRefusal(outgoing: Outgoing, refusal: SignalingError): void {
    const meaning = refusalActionOf(refusal.code);
    if (meaning === "session-over") return;
    this.#isSettling = true;
    if (meaning === "final") this.#giveUp(outgoing, refusal);
    else this.#window.goBackTo(outgoing);
    if (meaning === "wait") this.#allowed = 0;
  }

  #giveUp(outgoing: Outgoing, refusal: SignalingError): void {
    this.#window.giveUp(outgoing);
    outgoing.reject(refusal);
    const isEmpty = this.#window.size === 0;
    if (isEmpty) this.#beConfident();
    if (this.#isDoubtful) this.#allowed = isEmpty ? noLimit : 1;
  }

  /** The peer says something: if nothing else is under way, one message is enough to find out whether it hears, too. */
  #probe(): void {
    if (this.#allowed > 0 || this.#unanswered > 0) return;
    this.#goBack(1);
    this.#ask();
  }

  #goBack(allowed: number): void {
    this.#round += 1;
    this.#unanswered = 0;
    this.#isSettling = false;
    this.#allowed = allowed;
    this.#window.goBackTo();
  }

  #beConfident(): void {
    this.#retries = 0;
    this.#stopRetrying?.();
    this.#stopRetrying = undefined;
  }

  #retryInTime(): void {
    const delayMs = retryMs[Math.min(this.#retries, retryMs.length - 1)] as number;
    this.#stopRetrying ??= this.#later(delayMs, () => this.#retry());
  }

  #retry(): void {
    this.#stopRetrying = undefined;
    this.#retries += 1;
    this.#goBack(1);
    this.#retryInTime();
    this.#ask();
  }
}
