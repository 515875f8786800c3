import { setTimeout } from "node:timers/promises";
import { type Reply, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Authenticate, Client, Credentials } from "../auth/authenticate.ts";
import type { Identity } from "../auth/identity.ts";
import { Deadline } from "../deadline.ts";
import type { Budget } from "../limits/budget.ts";
import { addressKeyOf } from "../limits/client-address.ts";
import type { ConnectionOrder } from "../limits/connection-order.ts";
import type { CountedConnection } from "../limits/counted-connection.ts";
import type { FailedAuthentications } from "../limits/failed-authentications.ts";
import { attempt } from "../telemetry/attempt.ts";
import type { Report } from "../telemetry/fact.ts";
import type { GatewayName } from "../telemetry/gateway-name.ts";

/** The parts that all connections share. */
export interface PendingConnectionParts {
  readonly authenticate: Authenticate;
  /** The time limit for the authentication, in seconds. */
  readonly connectSeconds: number;
  readonly failures: FailedAuthentications;
  readonly report: Report;
}

export interface PendingConnectionOptions {
  readonly gateway: GatewayName;
  readonly client: Client;
  readonly counted: CountedConnection;
  readonly order: ConnectionOrder;
  readonly destroy: () => void;
}

/** One connection, from its handshake on: counted in the limits, and closed if its client does not authenticate in time. */
export class PendingConnection {
  readonly order: ConnectionOrder;
  readonly #gateway: GatewayName;
  readonly #counted: CountedConnection;
  readonly #parts: PendingConnectionParts;
  readonly #client: Client;
  /** `undefined` after the authentication, and after the end of the connection. */
  #deadline: Deadline | undefined;
  #hasAuthentication = false;

  constructor(parts: PendingConnectionParts, options: PendingConnectionOptions) {
    const { gateway, client, counted, order, destroy } = options;
    const { connectSeconds, report } = parts;
    this.order = order;
    this.#gateway = gateway;
    this.#counted = counted;
    this.#parts = parts;
    this.#client = client;
    this.#deadline = new Deadline(connectSeconds, () => {
      report({ type: "limit.reached", limit: "connect-seconds", of: "socket" });
      destroy();
    });
    this.#deadline.start();
  }

  /** The key of the client's address in the limits. */
  get address(): string {
    return addressKeyOf(this.#client.address);
  }

  get budget(): Budget {
    return this.#counted.budget;
  }

  /** Whether an authentication is under way, or has succeeded. A connection has one identity, so another one is an error. */
  get hasAuthentication(): boolean {
    return this.#hasAuthentication;
  }

  /**
   * Returns the identity of the client, or the refusal. `read` returns its credentials, or throws a `SignalingError`. The
   * time of the authentication does not count for the deadline. A wrong token is answered with a delay.
   */
  async authenticate(read: () => Credentials): Promise<Reply<Identity>> {
    const { failures, report } = this.#parts;
    this.#hasAuthentication = true;
    this.#deadline?.stop();
    const reply = await attempt(report, () => this.#identityOf(read()));
    if (reply.ok) {
      this.#deadline = undefined;
      return reply;
    }
    const { code, reason } = reply;
    report({ type: "socket.refused", gateway: this.#gateway, code, reason });
    if (code === "forbidden") {
      const delayMs = failures.delayMs(addressKeyOf(this.#client.address));
      await setTimeout(delayMs, undefined, { ref: false });
    }
    this.#hasAuthentication = false;
    this.#deadline?.start();
    return reply;
  }

  /** Returns the identity of new credentials of the connected client, or rejects with a `SignalingError`. */
  async reauthenticate(credentials: Credentials): Promise<Identity> {
    return this.#parts.authenticate(credentials, this.#client);
  }

  close(): void {
    this.#deadline?.stop();
    this.#deadline = undefined;
    this.#counted.leave();
  }

  async #identityOf(credentials: Credentials): Promise<Identity> {
    const identity = await this.reauthenticate(credentials);
    const refusal = this.#counted.admit(identity.subject);
    if (refusal) throw new SignalingError(refusal.code, refusal.reason, refusal);
    return identity;
  }
}
