import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Access } from "../../access/access.ts";
import { rejectHandshake } from "../../access/reject-handshake.ts";
import { EventEncoder } from "../../connection/event-encoder.ts";
import { LeaveRequests } from "../../connection/leave-requests.ts";
import type { ConnectionServices } from "../../connection/services.ts";
import { respondRaw } from "../../http/raw-response.ts";
import { securityHeaders } from "../../http/security-headers.ts";
import type { LimitOptions } from "../../limits/limit-options.ts";
import type { HandshakeRejection } from "../../limits/limiter.ts";
import { goingAwayCode } from "../../sockets/close-codes.ts";
import type { DirectWebSocket } from "../../sockets/direct-websocket.ts";
import type { Framed } from "../../sockets/framed.ts";
import { SlowConsumers } from "../../sockets/slow-consumers.ts";
import { AnsweringServer } from "../answering-server.ts";
import type { Gateway } from "../gateway.ts";
import { type Mount, mountOn } from "../mount.ts";
import { Client } from "./client.ts";
import { firstFramesOf, selectProtocol } from "./first-frames.ts";
import type { HeartbeatOptions } from "./heartbeat.ts";
import { framedEvent } from "./wire.ts";

export interface WebSocketGatewayOptions {
  readonly access: Access;
  /** The parts that all connections share. */
  readonly services: ConnectionServices;
  readonly limitOptions: LimitOptions;
  /** The path, without a slash at its end. */
  readonly path: string;
  readonly heartbeat: HeartbeatOptions;
}

/** Returns the gateway that serves the events as JSON over a plain WebSocket (RFC 6455). */
export function webSocketGateway(options: WebSocketGatewayOptions): Gateway {
  const { access, services, limitOptions, heartbeat, path } = options;
  const slowConsumers = new SlowConsumers();
  const transport = {
    encoder: new EventEncoder<Framed>(framedEvent),
    mostBytes: limitOptions.maxWaitingBytes,
  };
  const stall = { mostMs: limitOptions.slowConsumerSeconds * 1_000, nowMs: services.nowMs };
  const leaveRequests = new LeaveRequests(services.hub.graceMs);
  const parts = {
    access,
    services,
    limitOptions,
    heartbeat,
    slowConsumers,
    stall,
    transport,
    leaveRequests,
  };
  const webSockets = new AnsweringServer({
    noServer: true,
    clientTracking: true,
    perMessageDeflate: false,
    handleProtocols: selectProtocol,
    maxPayload: services.maxMessageBytes,
  });
  const detachments: (() => void)[] = [];

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const decide = (rejection: HandshakeRejection | undefined) => {
      if (rejection) rejectHandshake(request, undefined, rejection);
      else webSockets.handleUpgrade(request, socket, head, serve);
    };
    const rejection = access.guard.originRejection(request, "websocket");
    if (rejection) decide(rejection);
    else access.guard.pass(request, "websocket", decide);
  }

  /** A function of its own, because a closure of `upgrade` would keep the request as long as the connection. */
  function serve(webSocket: DirectWebSocket, request: IncomingMessage): void {
    const pending = access.open(request, "websocket", () => webSocket.terminate());
    const firstFrames = firstFramesOf(request, services.maxMessageBytes);
    new Client(parts, webSocket, pending).serve(firstFrames);
  }

  const mount: Mount = {
    takes: ({ url = "" }) => pathOf(url) === path,
    answer: (request, response) => {
      if (answerLeave(leaveRequests, request, response)) return;
      const error = `connect to ${path} with a WebSocket`;
      const headers = { "content-type": "application/json", upgrade: "websocket" };
      response.writeHead(426, { ...securityHeaders, ...headers }).end(JSON.stringify({ error }));
    },
    upgrade,
    refuseUpgrade: (socket) => respondRaw(socket, { status: 404 }),
  };

  return {
    attach: (httpServer) => {
      detachments.push(mountOn(httpServer, mount));
    },
    close: () => {
      slowConsumers.stop();
      for (const client of webSockets.clients) client.close(goingAwayCode, "the server is closing");
      webSockets.close();
      for (const detach of detachments.splice(0)) detach();
    },
  };
}

/** Responds to a leave request (F10), always in the same way. Returns false for any other request. */
function answerLeave(
  leaveRequests: LeaveRequests,
  { method, url = "" }: IncomingMessage,
  response: ServerResponse,
): boolean {
  const leaveId = new URL(url, "http://server").searchParams.get("leave");
  if (method !== "POST" || leaveId === null) return false;
  response.writeHead(204, securityHeaders).end();
  leaveRequests.leave(leaveId);
  return true;
}

/** Returns the path of a request target, without its query and a slash at its end. */
function pathOf(url: string): string {
  const [path = ""] = url.split("?", 1);
  return path.replace(/\/$/, "");
}
