import { type Refusal, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Socket } from "socket.io";
import type { Session } from "../../hub/session.ts";
import type { Budget } from "../../limits/budget.ts";
import { type IncomingEvent, partsOf } from "./incoming-event.ts";
import type { LimitedGateway } from "./limited-gateway.ts";
import { type Request, sendReply } from "./reply.ts";

/** Minimum interval between refusals that are sent without an acknowledgement, so that a flood does not cause another. */
const refusalIntervalMs = 100;

export interface RateGateOptions {
  readonly gateway: LimitedGateway;
  readonly socket: Socket;
  readonly session: Session;
  readonly budget: Budget;
}

/** Charges every event of one socket to its budget before the event is handled. */
export class RateGate {
  readonly #options: RateGateOptions;
  /** Messages that arrived before the number of their receivers was known. */
  readonly #early = new WeakSet<IncomingEvent>();
  #lastRefusalAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: RateGateOptions) {
    this.#options = options;
  }

  /** Returns whether the budget permits an event. Otherwise the event is refused here, before it is queued. */
  admits(request: Request): boolean {
    const refusal = this.#options.budget.take("messages", this.#costOnArrival(request.event));
    if (refusal) this.#refuse(request, refusal);
    return refusal === undefined;
  }

  /** Charges the additional cost of some events. Refuses with `rate-limited`. */
  charge(event: IncomingEvent): void {
    const refusal = this.#chargeFor(event);
    if (refusal) throw new SignalingError(refusal.code, refusal.reason, refusal);
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
    if (this.#options.session.state.kind === "peer") return parts * this.#receivers();
    this.#early.add(event);
    return parts;
  }

  /** A large event costs as much as several small events of the same total size. */
  #parts(event: IncomingEvent): number {
    return partsOf(event, this.#options.gateway.limits.chargedBytes);
  }

  /** Returns the number of receivers of a message to all, at least 1. */
  #receivers(): number {
    const { gateway, session } = this.#options;
    return Math.max(gateway.hub.broadcastReceivers(session), 1);
  }

  #refuse(request: Request, refusal: Refusal): void {
    const { gateway, socket, budget } = this.#options;
    const { report } = gateway;
    if (request.acknowledge || this.#maySendRefusal()) {
      sendReply(socket, request, { ok: false, ...refusal }, report);
    }
    if (!budget.isExhausted) return;
    report({ type: "limit.reached", limit: "refusals", of: "socket" });
    socket.disconnect(true);
  }

  #maySendRefusal(): boolean {
    const nowMs = this.#options.gateway.nowMs();
    if (nowMs - this.#lastRefusalAtMs < refusalIntervalMs) return false;
    this.#lastRefusalAtMs = nowMs;
    return true;
  }
}
