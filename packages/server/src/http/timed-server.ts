import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import type { Report } from "../telemetry/fact.ts";

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
    endBadly(socket, isLate ? "408 Request Timeout" : "400 Bad Request");
  });
  return server;
}

/** Node refuses a head that may come later than the request it belongs to. */
function shorter(seconds: number, thanSeconds: number): number {
  return thanSeconds > 0 && seconds > thanSeconds ? thanSeconds : seconds;
}

function endBadly(socket: Socket, status: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.write(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  socket.destroySoon();
}
