import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import type { Report } from "../telemetry/fact.ts";
import { answerRaw } from "./raw-answer.ts";

export interface RequestTimes {
  /** 0 is no limit, here and below. */
  readonly headersSeconds: number;
  readonly requestSeconds: number;
  readonly maxSockets: number;
}

/** How often requests under way are looked at. Node's 30 s would be longer than what they may take. */
const checkMs = 1_000;

/** A polling client has one request to hear and one to speak. */
const connectionsOfSocket = 2;

/** An HTTP server that does not wait for slow requests. */
export function timedServer(
  listener: RequestListener,
  times: RequestTimes,
  report: Report,
): Server {
  const { headersSeconds, requestSeconds, maxSockets } = times;
  const server = createServer(
    {
      headersTimeout: shorter(headersSeconds, requestSeconds) * 1_000,
      requestTimeout: requestSeconds * 1_000,
      connectionsCheckingInterval: checkMs,
    },
    listener,
  );
  if (maxSockets > 0) server.maxConnections = connectionsOfSocket * maxSockets;
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    const isLate = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
    if (isLate) report({ type: "limit.reached", limit: "request-seconds", of: "socket" });
    if (socket.writable) answerRaw(socket, { status: isLate ? 408 : 400 });
    else socket.destroy();
  });
  return server;
}

/** Node refuses a head that may come later than the request it belongs to. */
function shorter(seconds: number, thanSeconds: number): number {
  return thanSeconds > 0 && seconds > thanSeconds ? thanSeconds : seconds;
}
