import type { IncomingMessage } from "node:http";
import type { Authenticate } from "../auth/authenticate.ts";
import { originGuard } from "../limits/allowed-origin.ts";
import { addressKeyOf } from "../limits/client-address.ts";
import type { LimitOptions } from "../limits/limit-options.ts";
import type { Limiter } from "../limits/limiter.ts";
import type { Report } from "../telemetry/fact.ts";
import type { GatewayName } from "../telemetry/gateway-name.ts";
import { HandshakeGuard } from "./handshake-guard.ts";
import { PendingConnection, type PendingConnectionParts } from "./pending-connection.ts";

export interface AccessOptions {
  readonly authenticate: Authenticate;
  readonly limiter: Limiter;
  readonly limitOptions: LimitOptions;
  /** Returns the client address of a request, behind the trusted proxies. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly report: Report;
}

/** Decides which connections the server accepts, for all gateways: from the handshake to the authentication. */
export class Access {
  readonly guard: HandshakeGuard;
  readonly #options: AccessOptions;
  readonly #pendingParts: PendingConnectionParts;
  #isOpen = true;
  #handshakes = 0;

  constructor(options: AccessOptions) {
    const { authenticate, limiter, limitOptions, addressOf, report } = options;
    this.#options = options;
    this.#pendingParts = {
      authenticate,
      connectSeconds: limitOptions.connectSeconds,
      failures: limiter.failedAuthentications,
      report,
    };
    this.guard = new HandshakeGuard({
      isOpen: () => this.#isOpen,
      isAllowedOrigin: originGuard(limitOptions.allowedOrigins),
      addressKeyOf: (request) => addressKeyOf(addressOf(request)),
      limiter,
      report,
    });
  }

  /** Returns whether new connections are accepted. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Rejects new connections from now on. */
  shut(): void {
    this.#isOpen = false;
  }

  /** Counts a connection after its handshake. `destroy` is called if its client does not authenticate in time. */
  open(request: IncomingMessage, gateway: GatewayName, destroy: () => void): PendingConnection {
    const { limiter, addressOf } = this.#options;
    const address = addressOf(request);
    this.#handshakes += 1;
    return new PendingConnection(this.#pendingParts, {
      gateway,
      client: { address, origin: request.headers.origin },
      counted: limiter.enter(addressKeyOf(address)),
      order: { number: this.#handshakes, openedAtMs: Date.now() },
      destroy,
    });
  }
}
