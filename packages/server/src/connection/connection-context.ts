import type { IceServersValue, Limits } from "simple-webrtc-signaling-protocol";
import type { Credentials } from "../auth/authenticate.ts";
import type { Identity } from "../auth/identity.ts";
import type { Hub } from "../hub/hub.ts";
import type { Session } from "../hub/session.ts";
import { Renewal } from "../ice/renewal.ts";
import type { Report } from "../telemetry/fact.ts";
import type { ConnectionServices } from "./services.ts";
import { TokenExpiry } from "./token-expiry.ts";
import type { Transport } from "./transport.ts";

export interface ConnectionContextOptions {
  readonly services: ConnectionServices;
  readonly session: Session;
  readonly transport: Transport;
  readonly client: RefreshingClient;
}

/** A client whose token may be replaced. */
interface RefreshingClient {
  /** Returns the identity of new credentials, or rejects with a `SignalingError`. */
  reauthenticate(credentials: Credentials): Promise<Identity>;
}

/** The parts of one connection that requests use. Timers exist only for connections that need them. */
export class ConnectionContext {
  readonly session: Session;
  readonly #services: ConnectionServices;
  readonly #transport: Transport;
  readonly #client: RefreshingClient;
  #tokenExpiry: TokenExpiry | undefined;
  #renewal: Renewal | undefined;

  constructor({ services, session, transport, client }: ConnectionContextOptions) {
    this.session = session;
    this.#services = services;
    this.#transport = transport;
    this.#client = client;
  }

  get hub(): Hub {
    return this.#services.hub;
  }

  get limits(): Limits {
    return this.#services.limits;
  }

  /** Whether the server counts the outcomes of connections between peers. */
  get countsOutcomes(): boolean {
    return this.#services.countsOutcomes;
  }

  get report(): Report {
    return this.#services.report;
  }

  /** Returns the identity of new credentials, or rejects with a `SignalingError`. */
  reauthenticate(credentials: Credentials): Promise<Identity> {
    return this.#client.reauthenticate(credentials);
  }

  /** Disconnects the client when this identity has expired, and no longer when the last one has. */
  watchExpiry(identity: Identity): void {
    if (identity.expiresAtMs !== undefined) this.#tokenExpiry ??= this.#newTokenExpiry();
    this.#tokenExpiry?.watch(identity);
  }

  /** Returns STUN and TURN servers, and sends new credentials before these expire. */
  startRenewal(): IceServersValue {
    this.#renewal ??= this.#newRenewal();
    return this.#renewal.start();
  }

  /** Stops all timers. */
  stop(): void {
    this.#tokenExpiry?.stop();
    this.#renewal?.stop();
  }

  #newTokenExpiry(): TokenExpiry {
    const { limits, report } = this.#services;
    return new TokenExpiry({
      graceSeconds: limits.expiryGraceSeconds,
      expired: () => {
        report({ type: "socket.expired", socketId: this.session.socketId });
        const reason = "the token has expired; connect with a new token";
        this.session.connection.end({ code: "token-expired", reason });
      },
    });
  }

  #newRenewal(): Renewal {
    const { limits, issueIceServers } = this.#services;
    const { socketId } = this.session;
    return new Renewal({
      part: limits.turnRenewal,
      issue: () => issueIceServers({ session: this.session.resumable?.sessionId ?? socketId }),
      tell: (value) => this.#transport.send({ type: "iceServers", value }),
    });
  }
}
