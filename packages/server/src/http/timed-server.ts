import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import type { Socket } from "node:net";
import { unixAddress } from "../limits/client-address.ts";
import type { Report } from "../telemetry/fact.ts";
import { respondRaw } from "./raw-response.ts";

export interface RequestTimes {
  /** 0 disables the limit, here and below. */
  readonly headersSeconds: number;
  readonly requestSeconds: number;
  readonly maxSockets: number;
  readonly trustProxy: readonly string[];
  readonly unixSocket?: string | undefined;
}

/** Interval between checks for slow requests, in milliseconds. The default of Node.js, 30 s, is longer than the limits. */
const checkMs = 1_000;

/** The time limit for a handshake without another limit, in seconds. */
const longestHandshakeSeconds = 10;

/**
 * The time after which an idle connection is closed behind a proxy, in milliseconds (rule W7). Proxies use idle connections
 * for up to 60 s, and lose a request on a connection that the server is closing. The default of Node.js is 5 s.
 */
const idleBehindProxyMs = 75_000;

/** A client of long polling has one request to receive and one to send. */
const connectionsOfSocket = 2;

/** A certificate with its chain and its private key, in PEM. */
export interface KeyPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Returns an HTTPS server with time limits for handshakes and requests. */
export function timedSecureServer(
  pair: KeyPair,
  listener: RequestListener,
  times: RequestTimes,
  report: Report,
): SecureServer {
  const handshakeTimeout = (times.headersSeconds || longestHandshakeSeconds) * 1_000;
  const server = createSecureServer({ ...pair, ...optionsOf(times), handshakeTimeout }, listener);
  return limited(server, times, report);
}

/** Returns an HTTP server with time limits for requests. */
export function timedServer(
  listener: RequestListener,
  times: RequestTimes,
  report: Report,
): Server {
  return limited(createServer(optionsOf(times), listener), times, report);
}

function optionsOf({ headersSeconds, requestSeconds, trustProxy, unixSocket }: RequestTimes) {
  const isBehindProxy =
    unixSocket !== undefined || trustProxy.some((proxy) => proxy !== unixAddress);
  return {
    ...(isBehindProxy && { keepAliveTimeout: idleBehindProxyMs }),
    headersTimeout: shorter(headersSeconds, requestSeconds) * 1_000,
    requestTimeout: requestSeconds * 1_000,
    connectionsCheckingInterval: checkMs,
  };
}

function limited<Limited extends Server | SecureServer>(
  server: Limited,
  { maxSockets }: RequestTimes,
  report: Report,
): Limited {
  if (maxSockets > 0) server.maxConnections = connectionsOfSocket * maxSockets;
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    const isLate = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
    if (isLate) report({ type: "limit.reached", limit: "request-seconds", of: "socket" });
    if (socket.writable) respondRaw(socket, { status: isLate ? 408 : 400 });
    else socket.destroy();
  });
  return server;
}

/** Node.js rejects a time limit for the headers that is longer than the one for the whole request. */
function shorter(seconds: number, thanSeconds: number): number {
  return thanSeconds > 0 && seconds > thanSeconds ? thanSeconds : seconds;
}
