import type { IncomingMessage } from "node:http";
import type { Access } from "../../access/access.ts";
import type { PendingConnection } from "../../access/pending-connection.ts";
import { BackPressure } from "../../limits/back-pressure.ts";
import type { LimitOptions } from "../../limits/limit-options.ts";
import type { SlowConsumers } from "../../sockets/slow-consumers.ts";
import { StallWatch } from "../../sockets/stall-watch.ts";
import type { Report } from "../../telemetry/fact.ts";
import { destroy } from "./close-connection.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { Outflow } from "./outflow.ts";

/** One Engine.IO connection, from its handshake on. */
export interface TrackedConnection {
  readonly pending: PendingConnection;
  readonly outflow: Outflow;
}

export interface EngineConnectionsOptions {
  readonly access: Access;
  readonly limitOptions: LimitOptions;
  readonly slowConsumers: SlowConsumers;
  readonly report: Report;
  /** Returns the time of a monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** Tracks all Engine.IO connections: their time to authenticate, their limits, and whether their clients read. */
export class EngineConnections {
  readonly #options: EngineConnectionsOptions;
  readonly #tracked = new WeakMap<EngineConnection, TrackedConnection>();

  constructor(options: EngineConnectionsOptions) {
    this.#options = options;
  }

  /** Tracks a connection after its handshake. */
  receive(connection: EngineConnection): void {
    const { access, slowConsumers } = this.#options;
    const request: IncomingMessage = connection.request;
    const pending = access.open(request, () => destroy(connection));
    const outflow = this.#outflow(connection);
    const check = () => outflow.check();
    this.#tracked.set(connection, { pending, outflow });
    outflow.watch();
    slowConsumers.add(check);
    connection.once("close", () => {
      pending.close();
      slowConsumers.delete(check);
    });
  }

  get(connection: EngineConnection): TrackedConnection | undefined {
    return this.#tracked.get(connection);
  }

  #outflow(connection: EngineConnection): Outflow {
    const { limitOptions, nowMs, report } = this.#options;
    const mostBytes = limitOptions.maxWaitingBytes;
    const mostMs = limitOptions.slowConsumerSeconds * 1_000;
    return new Outflow({
      connection,
      pressure: new BackPressure({ mostBytes, mostMs, nowMs }),
      mostBytes,
      stallWatch: new StallWatch({ mostMs, nowMs }),
      slow: (limit) => report({ type: "limit.reached", limit, of: "socket" }),
    });
  }
}
