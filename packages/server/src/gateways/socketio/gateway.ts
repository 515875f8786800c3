import type { Server as HttpServer, RequestListener } from "node:http";
import { setTimeout } from "node:timers/promises";
import { Server as EngineServer } from "engine.io";
import { type Refusal, type Reply, SignalingError } from "simple-webrtc-signaling-protocol";
import { type ExtendedError, Server, type Socket } from "socket.io";
import type { Authenticate } from "../../auth/authenticate.ts";
import { attempt } from "../../hub/attempt.ts";
import { originGuard } from "../../limits/allowed-origin.ts";
import { addressKeyOf } from "../../limits/client-address.ts";
import { type Admitted, admission } from "./admission.ts";
import { closeGracefully } from "./close-connection.ts";
import { Connection } from "./connection.ts";
import { Encoder } from "./encoder.ts";
import { engineMount } from "./engine-mount.ts";
import { handshakeGuard } from "./handshake-guard.ts";
import { LeaveRequests } from "./leave-requests.ts";
import type { LimitedGateway } from "./limited-gateway.ts";
import { mountOn } from "./mount.ts";
import type { EngineConnection } from "./outflow.ts";
import { eventParser, tooDeepAuth } from "./parser.ts";
import { type PendingConnection, PendingConnections } from "./pending-connections.ts";
import { FairWebSocketServer } from "./websocket-server.ts";

export interface SocketIoGatewayOptions extends LimitedGateway {
  readonly authenticate: Authenticate;
  /** The Socket.IO path, with a slash at its end. */
  readonly path: string;
  /** Answers requests for Socket.IO's own client. */
  readonly clientFiles: RequestListener;
  readonly corsOrigin: "*" | readonly string[];
  readonly heartbeat: Heartbeat;
}

/** The heartbeat settings. */
interface Heartbeat {
  readonly pingSeconds: number;
  readonly pingTimeoutSeconds: number;
}

/** Is longer than the timeout of a hook and the delay after failed authentications. */
const longestAuthenticationMs = 60_000;

/** The gateway that serves Socket.IO clients. */
export interface SocketIoGateway {
  /** Serves the Socket.IO path of an HTTP server until `close()`. */
  attach(httpServer: HttpServer): void;
  /** Returns whether new connections are accepted. */
  readonly isOpen: () => boolean;
  /** Rejects new connections. */
  shut(): void;
  /** Closes all connections and detaches from the HTTP servers. */
  close(): void;
}

export function socketIoGateway(options: SocketIoGatewayOptions): SocketIoGateway {
  const { report, limits, maxMessageBytes, path, clientFiles, corsOrigin, limitOptions } = options;
  const { heartbeat } = options;
  const pendingConnections = new PendingConnections(options);
  const leaveRequests = new LeaveRequests();
  const connectionGateway = { ...options, leaveRequests, encoder: new Encoder() };
  const admitted = new WeakMap<Socket, Admitted>();
  const mayRead = originGuard(corsOrigin);
  const detachments: (() => void)[] = [];
  let isOpen = true;
  const engine = new EngineServer({
    cors: {
      origin: corsOrigin === "*" ? "*" : (origin, allow) => allow(null, mayRead(origin)),
    },
    maxHttpBufferSize: maxMessageBytes,
    pingInterval: heartbeat.pingSeconds * 1_000,
    pingTimeout: heartbeat.pingTimeoutSeconds * 1_000,
    perMessageDeflate: false,
    httpCompression: false,
    wsEngine: FairWebSocketServer,
  });
  const io = new Server({
    serveClient: false,
    // PendingConnections has a shorter deadline, which does not count the time of a slow authentication.
    connectTimeout: longestAuthenticationMs,
    parser: eventParser({
      nesting: limits.nesting,
      mostAttachments: limitOptions.maxAttachments,
      mostMalformed: limitOptions.maxMalformedFrames,
      malformed: () => report({ type: "limit.reached", limit: "malformed-frames", of: "socket" }),
    }),
  });
  engine.use(
    handshakeGuard({
      isOpen: () => isOpen,
      isAllowedOrigin: originGuard(limitOptions.allowedOrigins),
      addressOf: options.addressOf,
      limiter: options.limiter,
      report: report,
    }),
  );
  engine.use(leaveRequests.middleware);
  engine.on("connection", (connection: EngineConnection) => pendingConnections.receive(connection));
  io.bind(engine);

  io.use((socket, next) => {
    const pending = pendingConnections.get(socket.conn);
    pending?.deadline.stop();
    void authenticate(socket, options, pending).then((reply) => {
      if (reply.ok) admitted.set(socket, reply.value);
      else pending?.deadline.start();
      next(reply.ok ? undefined : refusal(reply));
    });
  });
  io.on("connection", (socket) => {
    const { id: socketId, conn } = socket;
    report({ type: "socket.connected", socketId, transport: conn.transport.name });
    socket.on("disconnect", (reason) => {
      report({ type: "socket.disconnected", socketId, reason });
    });
    const client = admitted.get(socket);
    const pending = pendingConnections.get(conn);
    // The connection is closed and not refused, because stock clients reconnect by themselves only after a close.
    if (!isOpen) closeGracefully(conn);
    else if (client && pending) {
      const { budget } = pending.counted;
      const { order } = pending;
      new Connection(connectionGateway, socket, { ...client, budget, order }).serve();
    } else socket.disconnect(true);
  });

  return {
    attach: (httpServer) => {
      detachments.push(mountOn(httpServer, engineMount({ engine, path, clientFiles })));
    },
    isOpen: () => isOpen,
    shut: () => {
      isOpen = false;
    },
    close: () => {
      pendingConnections.close();
      engine.close();
      for (const detach of detachments.splice(0)) detach();
    },
  };
}

/** Returns the identity of a socket, or the refusal. A wrong token is answered with a delay. */
async function authenticate(
  { handshake, request }: Socket,
  { report, limits, limiter, addressOf, authenticate }: SocketIoGatewayOptions,
  pending: PendingConnection | undefined,
): Promise<Reply<Admitted>> {
  const address = addressOf(request);
  const reply = await attempt(report, async () => {
    if (handshake.auth === tooDeepAuth) {
      throw new SignalingError(
        "too-deep",
        `\`auth\` is nested deeper than ${limits.nesting} levels; send fewer levels`,
      );
    }
    const client = { address, origin: request.headers.origin };
    const admit = admission({ authenticate, client });
    const identity = await admit(handshake.auth);
    const refusal = pending?.counted.admit(identity.subject);
    if (refusal) throw new SignalingError(refusal.code, refusal.reason, refusal);
    return { admit, identity };
  });
  if (reply.ok) return reply;
  report({ type: "socket.refused", code: reply.code, reason: reply.reason });
  if (reply.code === "forbidden") {
    await setTimeout(limiter.failedAuthentications.delayMs(addressKeyOf(address)), undefined, {
      ref: false,
    });
  }
  return reply;
}

/** Returns the error that the client receives with `connect_error`. */
function refusal({ ok: _, ...data }: Refusal & { readonly ok: false }): ExtendedError {
  return Object.assign(new Error("Authentication error"), { data });
}
