import { type Refusal, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Budget } from "../limits/budget.ts";
import { type IncomingEvent, partsOf } from "./incoming-event.ts";

/** Minimum interval between refusals that are sent without an acknowledgement, so that a flood does not cause another. */
const refusalIntervalMs = 100;

export interface RateGateOptions {
  readonly budget: Budget;
  /** A larger event costs as much as several events of this size, in bytes. */
  readonly chargedBytes: number;
  /** Returns the number of receivers of a broadcast; `undefined` for a visitor. */
  readonly receivers: () => number | undefined;
  /** Returns the time of a monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** Charges every event of one connection to its budget before the event is handled. */
export class RateGate {
  readonly #options: RateGateOptions;
  /** Messages that arrived before the number of their receivers was known. */
  readonly #early = new WeakSet<IncomingEvent>();
  #lastRefusalAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: RateGateOptions) {
    this.#options = options;
  }

  /** Charges an event, before it is queued. Returns the refusal if the budget does not permit the event. */
  take(event: IncomingEvent): Refusal | undefined {
    return this.#options.budget.take("messages", this.#costOnArrival(event));
  }

  /** Charges the additional cost of some events. Refuses with `rate-limited`. */
  charge(event: IncomingEvent): void {
    const refusal = this.#chargeFor(event);
    if (refusal) throw new SignalingError(refusal.code, refusal.reason, refusal);
  }

  /** Returns whether the client has ignored so many refusals that it is to be disconnected. */
  get isExhausted(): boolean {
    return this.#options.budget.isExhausted;
  }

  /** Returns whether a refusal may be sent now to a client that has requested no reply. */
  maySendRefusal(): boolean {
    const nowMs = this.#options.nowMs();
    if (nowMs - this.#lastRefusalAtMs < refusalIntervalMs) return false;
    this.#lastRefusalAtMs = nowMs;
    return true;
  }

  #chargeFor(event: IncomingEvent): Refusal | undefined {
    const { budget } = this.#options;
    const { name } = event;
    if (name === "ready") return budget.take("joins", 1);
    if (name === "refresh") return budget.take("refreshes", 1);
    if (!this.#early.delete(event)) return undefined;
    const parts = this.#parts(event);
    return budget.take("messages", parts * this.#receivers(), parts);
  }

  #costOnArrival(event: IncomingEvent): number {
    const parts = this.#parts(event);
    if (event.name !== "message") return parts;
    if (this.#options.receivers() === undefined) this.#early.add(event);
    return parts * this.#receivers();
  }

  /** A large event costs as much as several small events of the same total size. */
  #parts(event: IncomingEvent): number {
    return partsOf(event, this.#options.chargedBytes);
  }

  /** Returns the number of receivers of a message to all, at least 1. */
  #receivers(): number {
    return Math.max(this.#options.receivers() ?? 1, 1);
  }
}
