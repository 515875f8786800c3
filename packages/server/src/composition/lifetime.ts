import type { Server as HttpServer, RequestListener, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import type { Access } from "../access/access.ts";
import type { ClusterNode } from "../cluster/cluster.ts";
import { type Options, SettingError } from "../config/config.ts";
import { drain } from "../connection/drain.ts";
import type { OpenConnections } from "../connection/open-connections.ts";
import type { OpenSet } from "../connection/open-set.ts";
import type { Gateway } from "../gateways/gateway.ts";
import { timedSecureServer, timedServer } from "../http/timed-server.ts";
import type { Hub } from "../hub/hub.ts";
import type { Report } from "../telemetry/fact.ts";
import { certificateOf } from "./certificate.ts";
import { closeServer } from "./close-server.ts";
import { listenError } from "./listen-error.ts";
import { type Listening, listeningAt } from "./listening.ts";
import type { MetricsServer } from "./metrics-server.ts";
import { listenOnUnixSocket } from "./unix-socket.ts";
import type { WebhooksPart } from "./webhooks.ts";

/** The methods that start and stop a server. */
export interface Lifetime {
  /**
   * Opens an HTTP server and resolves with its addresses. Rejects with a `SettingError` if it cannot listen on `host`
   * and `port`, or on `unixSocket`, and with an `Error` if it already listens or is closed.
   */
  listen(): Promise<Listening>;
  /**
   * Rejects new connections and asks clients to reconnect elsewhere, while it serves them. Closes the server when all
   * clients have disconnected, or after `drainSeconds`, and resolves then. `close()` ends the drain at once.
   */
  drain(): Promise<void>;
  /**
   * Rejects new connections, disconnects all clients, frees the port, and detaches from the HTTP servers of the
   * application. Resolves when the server is closed; further calls resolve with the first one.
   */
  close(): Promise<void>;
  /** Resolves when the server is closed, for example after an administrator has drained it. */
  readonly closed: Promise<void>;
  /** Reads the files of `tlsCert` and `tlsKey` again. Open connections continue. Does nothing without TLS. */
  reloadCertificate(): void;
}

export interface LifetimeOptions {
  readonly node: Pick<ClusterNode, "opened">;
  readonly hub: Hub;
  readonly access: Access;
  readonly gateways: readonly Gateway[];
  readonly openConnections: OpenConnections;
  readonly forwardedRequests: OpenSet<ServerResponse>;
  readonly requestListener: RequestListener;
  /** Serves the metrics on a port of their own; `undefined`: they have none. */
  readonly metricsServer: MetricsServer | undefined;
  readonly webhooks: Pick<WebhooksPart, "close">;
  readonly options: Options;
  readonly report: Report;
}

export function lifetimeOf(of: LifetimeOptions): Lifetime {
  const { node, hub, access, gateways, openConnections, requestListener, options, report } = of;
  const { forwardedRequests, metricsServer, webhooks } = of;
  const certificate = certificateOf(options, report);
  const closeSignal = new AbortController();
  let ownServer: HttpServer | undefined;
  let isListening = false;
  let drained: Promise<void> | undefined;
  let closing: Promise<void> | undefined;
  let settleClosed: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    settleClosed = resolve;
  });

  async function listen(): Promise<Listening> {
    refuseClosed(closing);
    if (isListening) throw new Error("the signaling server already listens; create another one");
    isListening = true;
    try {
      return await listenOnce();
    } catch (error) {
      isListening = false;
      throw error;
    }
  }

  async function listenOnce(): Promise<Listening> {
    await contact(node);
    const httpServer = newServer();
    ownServer = httpServer;
    for (const gateway of gateways) gateway.attach(httpServer);
    await metricsServer?.listen();
    const listening = await open(httpServer, options);
    if (closing) {
      // `close` was called before the port was open.
      await Promise.all([closeServer(httpServer), metricsServer?.close()]);
      refuseClosed(closing);
    }
    const { url, networkUrls } = listening;
    report({ type: "server.listening", url, networkUrls });
    return listening;
  }

  function newServer(): HttpServer {
    if (!certificate) return timedServer(requestListener, options, report);
    const server = timedSecureServer(certificate.read(), requestListener, options, report);
    certificate.follow(server);
    return server;
  }

  async function drainAndClose(): Promise<void> {
    const { drainSeconds: seconds } = options;
    access.shut();
    // A load balancer then sends no request over a connection that is about to be closed.
    ownServer?.prependListener("request", (_, response) => {
      response.shouldKeepAlive = false;
    });
    const { signal } = closeSignal;
    if (seconds > 0) await drain({ openConnections, forwardedRequests, seconds, signal, report });
    await close();
  }

  function close(): Promise<void> {
    closing ??= closeOnce();
    return closing;
  }

  async function closeOnce(): Promise<void> {
    report({ type: "server.closing" });
    access.shut();
    closeSignal.abort();
    const left = hub.close();
    for (const gateway of gateways) gateway.close();
    certificate?.stop();
    await closeServer(ownServer);
    await left;
    await webhooks.close();
    await metricsServer?.close();
    report({ type: "server.closed" });
    settleClosed();
  }

  return {
    listen,
    drain: () => {
      drained ??= drainAndClose();
      return drained;
    },
    close,
    closed,
    reloadCertificate: () => certificate?.reload(),
  };
}

function refuseClosed(closing: Promise<void> | undefined): void {
  if (closing) throw new Error("the signaling server is closed; create another one to listen");
}

/** Waits for the first attempt to reach the other servers. A failure that time does not end is a wrong setting. */
async function contact({ opened }: LifetimeOptions["node"]): Promise<void> {
  try {
    await opened;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingError(`REDIS_URL cannot be used: ${reason}`, { cause: error });
  }
}

/**
 * Maximum number of connections that wait for `accept`, because all clients reconnect at once after a restart. Linux uses
 * `somaxconn` if that is less.
 */
const backlog = 8_192;

async function open(httpServer: HttpServer, options: Options): Promise<Listening> {
  const { unixSocket: path, unixSocketMode: mode } = options;
  if (path === undefined) return openPort(httpServer, options);
  await listenOnUnixSocket(httpServer, { path, mode, backlog });
  return { url: `unix:${path}`, host: path, port: 0 };
}

function openPort(
  httpServer: HttpServer,
  { port, host, basePath, tlsCert }: Options,
): Promise<Listening> {
  const scheme = tlsCert === undefined ? "http" : "https";
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(listenError(error, { port, host }));
    httpServer.once("error", fail);
    httpServer.listen({ port, host, backlog }, () => {
      httpServer.off("error", fail);
      const address = httpServer.address() as AddressInfo;
      resolve(listeningAt(address, { host, basePath, scheme }, networkInterfaces()));
    });
  });
}
