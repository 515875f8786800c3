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
  /** The time limit for the authentication. */
  readonly deadline: Deadline;
}

/** Interval between checks for slow consumers, in milliseconds. */
const checkMs = 1_000;

/** Counts all connections, closes those that do not authenticate in time, and watches for slow consumers. */
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

  /** Registers a connection after its handshake. */
  receive(connection: EngineConnection): void {
    const counted = this.#gateway.limiter.enter(
      addressKeyOf(this.#gateway.addressOf(connection.request)),
    );
    const deadline = this.#deadline(connection);
    const outflow = this.#outflow(connection);
    this.#handshakes += 1;
    const order = { number: this.#handshakes, openedAtMs: Date.now() };
    this.#pending.set(connection, { counted, order, deadline });
    this.#outflows.add(outflow);
    outflow.watch();
    deadline.start();
    connection.once("close", () => {
      deadline.stop();
      counted.leave();
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
    this.#gateway.report({ type: "limit.reached", limit, of: "socket" });
  }
}
