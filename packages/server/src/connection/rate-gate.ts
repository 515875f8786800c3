import { type Refusal, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Session } from "../hub/session.ts";
import type { Budget, LimitLevel } from "../limits/budget.ts";
import { type IncomingEvent, partsOf } from "./incoming-event.ts";
import type { ConnectionServices } from "./services.ts";

/** Minimum interval between refusals that are sent without an acknowledgement, so that a flood does not cause another. */
const refusalIntervalMs = 100;

/** Charges every event of one connection to its budget before the event is handled. */
export class RateGate {
  readonly #services: ConnectionServices;
  readonly #session: Session;
  readonly #budget: Budget;
  /** Messages that arrived before the number of their receivers was known. */
  #early: WeakSet<IncomingEvent> | undefined;
  #lastRefusalAtMs: number | undefined;

  constructor(services: ConnectionServices, session: Session, budget: Budget) {
    this.#services = services;
    this.#session = session;
    this.#budget = budget;
  }

  /** Charges an event, before it is queued. Returns the refusal if the budget does not permit the event. */
  take(event: IncomingEvent): Refusal | undefined {
    return this.#budget.take("messages", this.#costOnArrival(event));
  }

  /** Charges the additional cost of some events. Refuses with `rate-limited`. */
  charge(event: IncomingEvent): void {
    const refusal = this.#chargeFor(event);
    if (refusal) throw new SignalingError(refusal.code, refusal.reason, refusal);
  }

  limits(): readonly LimitLevel[] {
    return this.#budget.levels();
  }

  /** Returns whether the client has ignored so many refusals that it is to be disconnected. */
  get isExhausted(): boolean {
    return this.#budget.isExhausted;
  }

  /** Returns whether a refusal may be sent now to a client that has requested no reply. */
  maySendRefusal(): boolean {
    const nowMs = this.#services.nowMs();
    const last = this.#lastRefusalAtMs;
    if (last !== undefined && nowMs - last < refusalIntervalMs) return false;
    this.#lastRefusalAtMs = nowMs;
    return true;
  }

  #chargeFor(event: IncomingEvent): Refusal | undefined {
    const { name } = event;
    if (name === "ready") return this.#budget.take("joins", 1);
    if (name === "refresh") return this.#budget.take("refreshes", 1);
    if (!this.#early?.delete(event)) return undefined;
    const parts = this.#parts(event);
    return this.#budget.take("messages", parts * Math.max(this.#receivers ?? 1, 1), parts);
  }

  #costOnArrival(event: IncomingEvent): number {
    const parts = this.#parts(event);
    if (event.name !== "message") return parts;
    const receivers = this.#receivers;
    if (receivers !== undefined) return parts * Math.max(receivers, 1);
    this.#early ??= new WeakSet();
    this.#early.add(event);
    return parts;
  }

  /** A large event costs as much as several small events of the same total size. */
  #parts(event: IncomingEvent): number {
    return partsOf(event, this.#services.limits.chargedBytes);
  }

  /** The number of receivers of a message to all; `undefined` for a visitor. */
  get #receivers(): number | undefined {
    return this.#services.hub.broadcastReceivers(this.#session);
  }
}
