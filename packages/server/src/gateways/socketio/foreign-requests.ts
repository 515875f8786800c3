import { Agent as HttpAgent, type IncomingMessage, type ServerResponse } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ProxyServer } from "httpxy";
import type { OpenConnection, OpenConnections } from "../../connection/open-connections.ts";
import type { OpenSet } from "../../connection/open-set.ts";
import { respondRaw } from "../../http/raw-response.ts";
import type { Report } from "../../telemetry/fact.ts";
import { closeIdle } from "./idle-connections.ts";
import { sessionIdIn } from "./session-id.ts";

/** This server, and what it knows of the others. */
export interface OwnNode {
  readonly id: string;
  /** Returns the data of another server that is running; `undefined` for any other id. */
  card(node: string): { readonly url?: string | undefined } | undefined;
}

export interface ForeignRequestsOptions {
  readonly node: OwnNode;
  /** Contains the response of each forwarded request, without upgrades, until it is complete. */
  readonly inProgress: OpenSet<ServerResponse>;
  /** Contains each forwarded upgrade, until its socket is closed. */
  readonly openConnections: OpenConnections;
  readonly report: Report;
  /** The longest time in which the server with the session sends nothing, in milliseconds. */
  readonly silenceMs: number;
}

/** Names the server that has forwarded a request, so that no server forwards it again. */
const forwardedBy = "signaling-forwarded-by";

/** The time limit of an upgrade, in milliseconds. */
const upgradeMs = 10_000;

/**
 * An idle connection is closed after 4 s, before the other server closes it (in Node.js after 5 s): a request that meets a
 * closing connection fails.
 */
const idleMs = 4_000;

/**
 * Forwards the requests of long polling, and upgrades from it, to the server that has the Engine.IO session. A load balancer
 * can then send each request to any server.
 */
export class ForeignRequests {
  readonly #options: ForeignRequestsOptions;
  /** The number of their connections is not limited, because each waiting poll needs one. */
  readonly #httpAgent = closeIdle(new HttpAgent({ keepAlive: true }), idleMs);
  readonly #httpsAgent = closeIdle(new HttpsAgent({ keepAlive: true }), idleMs);
  readonly #upgraded = new Set<Duplex>();
  #proxy: Promise<ProxyServer> | undefined;
  #isReported = false;

  constructor(options: ForeignRequestsOptions) {
    this.#options = options;
  }

  /** Returns the Engine.IO id of a new session, which names this server. */
  sessionId(unique: string): string {
    return `${this.#options.node.id}.${unique}`;
  }

  /** Returns whether a request belongs to a session of another server. */
  takes(request: IncomingMessage): boolean {
    const { id } = this.#options.node;
    const owner = ownerOf(request);
    return owner !== undefined && owner !== id && request.headers[forwardedBy] === undefined;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(400, json).end(unknownSession);
    };
    const target = this.#targetOf(request);
    if (target === undefined) return refuse();
    const { inProgress } = this.#options;
    inProgress.add(response);
    response.once("close", () => inProgress.delete(response));
    const agent = target.startsWith("https:") ? this.#httpsAgent : this.#httpAgent;
    await (await this.#loaded()).web(request, response, { target, agent }).catch(refuse);
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const refuse = () => {
      if (socket.writable) respondRaw(socket, { status: 400, headers: json, body: unknownSession });
    };
    const target = this.#targetOf(request);
    if (target === undefined) return refuse();
    this.#watch(socket);
    await (await this.#loaded()).ws(request, socket as Socket, { target }, head).catch(refuse);
  }

  /** Closes all forwarded upgrades, for which the HTTP server would wait. */
  close(): void {
    for (const socket of this.#upgraded) socket.destroy();
  }

  /** A drain closes a forwarded upgrade as the connection of a client that does not support `drain`. */
  #watch(socket: Duplex): void {
    const { openConnections } = this.#options;
    const connection: OpenConnection = {
      supportsDrain: false,
      askToMove: () => {},
      close: () => void socket.destroy(),
    };
    this.#upgraded.add(socket);
    openConnections.add(connection);
    socket.once("close", () => {
      this.#upgraded.delete(socket);
      openConnections.delete(connection);
    });
  }

  /** The library is loaded for the first request, because a server alone does not need it. */
  #loaded(): Promise<ProxyServer> {
    this.#proxy ??= import("httpxy").then(({ createProxyServer }) =>
      createProxyServer({
        xfwd: true,
        proxyTimeout: this.#options.silenceMs,
        upgradeTimeout: upgradeMs,
        headers: { [forwardedBy]: this.#options.node.id },
      }),
    );
    return this.#proxy;
  }

  /** Returns the URL of the server with the session; `undefined` if that server has ended or has no URL. */
  #targetOf(request: IncomingMessage): string | undefined {
    const { node, report } = this.#options;
    const card = node.card(ownerOf(request) ?? "");
    if (card && card.url === undefined && !this.#isReported) {
      this.#isReported = true;
      report({ type: "request.foreign" });
    }
    return card?.url;
  }
}

const json = { "content-type": "application/json" };

/** The response of Engine.IO to an unknown session, after which clients connect again. */
const unknownSession = JSON.stringify({
  code: 1,
  message:
    "Session ID unknown: the session belongs to another server; set NODE_URL on all servers, or use sticky sessions",
});

/** Returns the server in the session id of a request. */
function ownerOf(request: IncomingMessage): string | undefined {
  const sid = sessionIdIn(request) ?? "";
  const dot = sid.indexOf(".");
  return dot > 0 ? sid.slice(0, dot) : undefined;
}
