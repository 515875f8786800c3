import { type Refusal, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Socket } from "socket.io";
import type { Session } from "../../hub/session.ts";
import type { Budget } from "../../limits/budget.ts";
import { answer, type Request } from "./answer.ts";
import { type Arrival, partsOf } from "./arrival.ts";
import type { LimitedGateway } from "./limited-gateway.ts";

/** Who does not ask is told of refusals this often: answering a flood one by one would be another flood. */
const tellingMs = 100;

export interface TollOptions {
  readonly gateway: LimitedGateway;
  readonly socket: Socket;
  readonly session: Session;
  readonly budget: Budget;
}

/** What every event of one socket costs, taken before it is done. */
export class Toll {
  readonly #options: TollOptions;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: TollOptions) {
    this.#options = options;
  }

  /** Whether an event may come in. If not it is refused here, and not even put in order. */
  admits(request: Request): boolean {
    const refusal = this.#options.budget.take("messages", this.#parts(request.arrival));
    if (refusal) this.#refuse(request, refusal);
    return refusal === undefined;
  }

  /** Some events cost more than being one. Refuses with `rate-limited`. */
  charge(arrival: Arrival): void {
    const refusal = this.#chargeFor(arrival);
    if (refusal) throw new SignalingError(refusal.code, refusal.reason, refusal);
  }

  #chargeFor(arrival: Arrival): Refusal | undefined {
    const { budget } = this.#options;
    const { event } = arrival;
    if (event === "ready") return budget.take("joins", 1);
    if (event === "refresh") return budget.take("refreshes", 1);
    // The first has been paid for when it came.
    const more = event === "message" ? this.#receivers() - 1 : 0;
    return more > 0 ? budget.take("messages", more * this.#parts(arrival)) : undefined;
  }

  /** A large event costs as much as the small ones of the same size. */
  #parts(arrival: Arrival): number {
    return partsOf(arrival, this.#options.gateway.limits.chargedBytes);
  }

  #receivers(): number {
    const { gateway, session } = this.#options;
    const { standing } = session;
    return standing.state === "peer" ? gateway.hub.audience.size(standing.peer.room) - 1 : 0;
  }

  #refuse(request: Request, refusal: Refusal): void {
    const { gateway, socket, budget } = this.#options;
    const { report } = gateway.hub;
    if (request.acknowledge || this.#isTimeToTell()) {
      answer(socket, request, { ok: false, ...refusal }, report);
    }
    if (!budget.isExhausted) return;
    report({ type: "limit.reached", limit: "refusals", of: "socket" });
    socket.disconnect(true);
  }

  #isTimeToTell(): boolean {
    const nowMs = this.#options.gateway.nowMs();
    if (nowMs - this.#toldAtMs < tellingMs) return false;
    this.#toldAtMs = nowMs;
    return true;
  }
}
