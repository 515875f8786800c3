import { randomBytes } from "node:crypto";
import type { Server as HttpServer, RequestListener, ServerResponse } from "node:http";
import { Server as EngineServer } from "engine.io";
import { type Refusal, SignalingError } from "simple-webrtc-signaling-protocol";
import { type ExtendedError, type Namespace, Server, type Socket } from "socket.io";
import type { Access } from "../../access/access.ts";
import type { Identity } from "../../auth/identity.ts";
import { EventEncoder } from "../../connection/event-encoder.ts";
import { LeaveRequests } from "../../connection/leave-requests.ts";
import type { OpenSet } from "../../connection/open-set.ts";
import type { Framed } from "../../sockets/framed.ts";
import { SlowConsumers } from "../../sockets/slow-consumers.ts";
import type { Gateway } from "../gateway.ts";
import { mountOn } from "../mount.ts";
import { Client } from "./client.ts";
import { closeGracefully } from "./close-connection.ts";
import { type EngineConnection, releaseHandshake } from "./engine-connection.ts";
import { EngineConnections } from "./engine-connections.ts";
import { engineGuard } from "./engine-guard.ts";
import { engineMount } from "./engine-mount.ts";
import { ForeignRequests, type OwnNode } from "./foreign-requests.ts";
import { leaveMiddleware } from "./leave-middleware.ts";
import { tooDeepAuth } from "./parser.ts";
import { framedEvent } from "./transport.ts";
import { engineOptions, serverOptions, type TransportOptions } from "./transport-options.ts";

export interface SocketIoGatewayOptions extends TransportOptions {
  readonly access: Access;
  /** This server and the others of its cluster. */
  readonly node: OwnNode;
  /** The requests that this server forwards to others, until they are complete. */
  readonly forwardedRequests: OpenSet<ServerResponse>;
  /** The Socket.IO path, with a slash at its end. */
  readonly path: string;
  /** Answers requests for Socket.IO's own client. */
  readonly clientFiles: RequestListener;
}

const gateway = "socketio";

/** Returns the gateway that serves Socket.IO clients. */
export function socketIoGateway(options: SocketIoGatewayOptions): Gateway {
  const { access, node, services, limitOptions, heartbeat, path, clientFiles } = options;
  const { report, nowMs } = services;
  const slowConsumers = new SlowConsumers();
  const connections = new EngineConnections({
    access,
    slowConsumers,
    outflowParts: {
      mostBytes: limitOptions.maxWaitingBytes,
      mostMs: limitOptions.slowConsumerSeconds * 1_000,
      nowMs,
      report,
    },
  });
  const leaveRequests = new LeaveRequests(services.hub.graceMs);
  const clientParts = {
    services,
    encoder: new EventEncoder<Framed>(framedEvent),
    leaveRequests,
  };
  const identities = new WeakMap<Socket, Identity>();
  const detachments: (() => void)[] = [];
  const engine = new EngineServer(engineOptions(options));
  const silenceMs = (heartbeat.pingSeconds + heartbeat.pingTimeoutSeconds) * 1_000 + 5_000;
  const foreignRequests = new ForeignRequests({
    node,
    inProgress: options.forwardedRequests,
    openConnections: services.openConnections,
    report,
    silenceMs,
  });
  engine.generateId = () => foreignRequests.sessionId(randomBytes(15).toString("base64url"));
  const io = new Server(serverOptions(options));
  engine.use(engineGuard(access.guard));
  engine.use(leaveMiddleware(leaveRequests));
  engine.on("connection", (connection: EngineConnection) => connections.receive(connection));
  io.bind(engine);
  withoutRooms(io.of("/"));

  io.use((socket, next) => {
    const { auth } = socket.handshake;
    const pending = connections.get(socket.conn)?.pending;
    if (!pending) return next(new Error("the connection was closed"));
    // Socket.IO itself closes the connection (A6) only after the first CONNECT has been accepted.
    if (pending.hasAuthentication) return void socket.conn.close();
    void pending
      .authenticate(() => shallowAuth(auth, services.limits.nesting))
      .then((reply) => {
        if (reply.ok) identities.set(socket, reply.value);
        next(reply.ok ? undefined : refusalError(reply));
      });
  });
  io.on("connection", (socket) => {
    const { id: socketId, conn } = socket;
    report({ type: "socket.connected", gateway, socketId, transport: conn.transport.name });
    const identity = identities.get(socket);
    const tracked = connections.get(conn);
    identities.delete(socket);
    releaseHandshake(socket);
    if (access.isOpen && identity && tracked) {
      new Client(clientParts, { socket, identity, tracked }).serve();
      return;
    }
    socket.on("disconnect", (reason) =>
      report({ type: "socket.disconnected", gateway, socketId, reason }),
    );
    // The connection is closed and not refused, because stock clients reconnect by themselves only after a close.
    if (!access.isOpen) closeGracefully(conn);
    else socket.disconnect(true);
  });

  return {
    attach: (httpServer: HttpServer) => {
      detachments.push(
        mountOn(
          httpServer,
          engineMount({ engine, path, clientFiles, foreignRequests, guard: access.guard }),
        ),
      );
    },
    close: () => {
      slowConsumers.stop();
      engine.close();
      foreignRequests.close();
      for (const detach of detachments.splice(0)) detach();
    },
  };
}

/** Saves the room that Socket.IO opens for each socket, because the hub has the rooms. */
function withoutRooms({ adapter }: Namespace): void {
  adapter.addAll = () => {};
}

/** Returns `auth`. Refuses with `too-deep`. */
function shallowAuth<Auth>(auth: Auth, nesting: number): Auth {
  if (auth !== tooDeepAuth) return auth;
  throw new SignalingError(
    "too-deep",
    `\`auth\` is nested deeper than ${nesting} levels; send fewer levels`,
  );
}

/** Returns the error that the client receives with `connect_error`. */
function refusalError({ ok: _, ...data }: Refusal & { readonly ok: false }): ExtendedError {
  return Object.assign(new Error("Authentication error"), { data });
}
