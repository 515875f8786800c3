import { Deadline } from "../../connection/deadline.ts";
import type { ConnectionOrder } from "../../hub/session.ts";
import { BackPressure } from "../../limits/back-pressure.ts";
import { addressKeyOf } from "../../limits/client-address.ts";
import type { CountedConnection } from "../../limits/counted-connection.ts";
import type { Limit } from "../../telemetry/fact.ts";
import { destroy } from "./close-connection.ts";
import type { LimitedGateway } from "./limited-gateway.ts";
import { type EngineConnection, Outflow } from "./outflow.ts";

/** One connection, from its handshake on. */
export interface PendingConnection {
  readonly counted: CountedConnection;
  readonly order: ConnectionOrder;
  /** Until when it must have shown who it is. */
  readonly deadline: Deadline;
}

/** How often readers are looked at, in milliseconds. */
const checkMs = 1_000;

/** Everybody who is connected: counted, waited for, and watched whether they read. */
export class PendingConnections {
  readonly #pending = new WeakMap<EngineConnection, PendingConnection>();
  readonly #outflows = new Set<Outflow>();
  readonly #gateway: LimitedGateway;
  readonly #checking: NodeJS.Timeout;
  #handshakes = 0;

  constructor(gateway: LimitedGateway) {
    this.#gateway = gateway;
    this.#checking = setInterval(() => this.#check(), checkMs).unref();
  }

  /** A handshake is done. */
  receive(connection: EngineConnection): void {
    const guest = this.#gateway.limiter.enter(
      addressKeyOf(this.#gateway.addressOf(connection.request)),
    );
    const deadline = this.#deadline(connection);
    const outflow = this.#outflow(connection);
    this.#handshakes += 1;
    const order = { number: this.#handshakes, openedAtMs: Date.now() };
    this.#pending.set(connection, { counted: guest, order, deadline });
    this.#outflows.add(outflow);
    outflow.watch();
    deadline.start();
    connection.once("close", () => {
      deadline.stop();
      guest.leave();
      this.#outflows.delete(outflow);
    });
  }

  get(connection: EngineConnection): PendingConnection | undefined {
    return this.#pending.get(connection);
  }

  close(): void {
    clearInterval(this.#checking);
  }

  #deadline(connection: EngineConnection): Deadline {
    return new Deadline(this.#gateway.limitOptions.connectSeconds, () => {
      this.#report("connect-seconds");
      destroy(connection);
    });
  }

  #outflow(connection: EngineConnection): Outflow {
    const { limitOptions, nowMs } = this.#gateway;
    const pressure = new BackPressure({
      mostBytes: limitOptions.maxWaitingBytes,
      mostMs: limitOptions.slowConsumerSeconds * 1_000,
      nowMs,
    });
    return new Outflow(connection, pressure, (limit) => this.#report(limit));
  }

  #check(): void {
    for (const outflow of this.#outflows) outflow.check();
  }

  #report(limit: Limit): void {
    this.#gateway.hub.report({ type: "limit.reached", limit, of: "socket" });
  }
}
