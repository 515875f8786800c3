import type { Unsubscribe } from "../base/emitter.ts";
import type { SignalingError } from "../base/errors.ts";
import type { Timer } from "../base/timer.ts";
import { type Outcome, type Outgoing, OutgoingWindow } from "./outgoing-window.ts";
import { refusalActionOf } from "./refusal-action.ts";

export interface OutgoingFlowOptions {
  readonly timer: Timer;
  readonly mostBytes: () => number | undefined;
  /** Called when there may be something to send. */
  readonly ask: () => void;
}

/** The next content to send, and the number of the previous content. */
export interface Sendable {
  readonly outgoing: Outgoing;
  readonly previous: number;
  /** Takes the reply of the server: `undefined`, or a refusal. */
  readonly answered: (refusal: SignalingError | undefined) => void;
}

/** Successive delays after which the oldest message is sent again to a silent peer, in milliseconds. */
const retryMs = [1_000, 2_000, 4_000, 8_000] as const;

const noLimit = Number.POSITIVE_INFINITY;

/** Decides when to send the contents of one session to another, and when to send them again. */
export class OutgoingFlow {
  readonly #timer: Timer;
  readonly #ask: () => void;
  readonly #window: OutgoingWindow;
  /** Replies to messages of an earlier round are ignored. */
  #round = 0;
  #unanswered = 0;
  /** A message was refused: messages to repeat wait for the remaining replies. */
  #isSettling = false;
  /** How many more messages may be sent: unlimited, unless the peer is silent. */
  #allowed = noLimit;
  #retries = 0;
  #stopRetrying: Unsubscribe | undefined;

  constructor({ timer, mostBytes, ask }: OutgoingFlowOptions) {
    this.#window = new OutgoingWindow(mostBytes);
    this.#timer = timer;
    this.#ask = ask;
  }

  add(content: unknown, outcome: Outcome): void {
    this.#window.add(content, outcome);
    this.#ask();
  }

  next(): Sendable | undefined {
    const maySend = this.#allowed > 0 && !this.#isSettling;
    const next = maySend ? this.#window.next() : undefined;
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

  /** Processes an acknowledgement. `isAll`: the message has no content, so the peer asks for the following contents. */
  receive(acknowledged: number | undefined, isAll: boolean): void {
    const taken = acknowledged === undefined ? [] : this.#window.acknowledge(acknowledged);
    const isNews = taken.length > 0;
    if (isNews) this.#beConfident();
    if (!this.#isDoubtful) {
      if (isNews && this.#window.size > 0) this.#retryInTime();
    } else if (isNews || isAll) this.startAgain();
    else this.#probe();
    for (const { resolve } of taken) resolve();
  }

  /** Sends everything from the oldest content on, without limit: the peer can receive. */
  startAgain(): void {
    this.#goBack(noLimit);
    this.#beConfident();
    this.#ask();
  }

  /** Rejects all outstanding contents. Returns their number. */
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
    const action = refusalActionOf(refusal.code);
    if (action === "session-over") return;
    this.#isSettling = true;
    if (action === "final") this.#giveUp(outgoing, refusal);
    else this.#window.goBackTo(outgoing);
    if (action === "wait") this.#allowed = 0;
  }

  #giveUp(outgoing: Outgoing, refusal: SignalingError): void {
    this.#window.giveUp(outgoing);
    outgoing.reject(refusal);
    const isEmpty = this.#window.size === 0;
    if (isEmpty) this.#beConfident();
    if (this.#isDoubtful) this.#allowed = isEmpty ? noLimit : 1;
  }

  /** Sends one message to a peer that sent something, to learn whether it also receives. */
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
    this.#stopRetrying ??= this.#timer(delayMs, () => this.#retry());
  }

  #retry(): void {
    this.#stopRetrying = undefined;
    this.#retries += 1;
    this.#goBack(1);
    this.#retryInTime();
    this.#ask();
  }
}
