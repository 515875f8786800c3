import type { Access } from "../../access/access.ts";
import type { PendingConnection } from "../../access/pending-connection.ts";
import type { SlowConsumers } from "../../sockets/slow-consumers.ts";
import { destroy } from "./close-connection.ts";
import { type EngineConnection, readBeforeTimeout } from "./engine-connection.ts";
import { Outflow, type OutflowParts } from "./outflow.ts";

/** One Engine.IO connection, from its handshake on. */
export interface TrackedConnection {
  readonly pending: PendingConnection;
  readonly outflow: Outflow;
}

export interface EngineConnectionsOptions {
  readonly access: Access;
  readonly slowConsumers: SlowConsumers;
  readonly outflowParts: OutflowParts;
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
    const { access, slowConsumers, outflowParts } = this.#options;
    readBeforeTimeout(connection);
    const pending = access.open(connection.request, "socketio", () => destroy(connection));
    const outflow = new Outflow(outflowParts, connection);
    this.#tracked.set(connection, { pending, outflow });
    outflow.watch();
    slowConsumers.add(outflow);
    connection.on("close", () => {
      pending.close();
      slowConsumers.delete(outflow);
    });
  }

  get(connection: EngineConnection): TrackedConnection | undefined {
    return this.#tracked.get(connection);
  }
}
