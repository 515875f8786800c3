import type { Server as HttpServer } from "node:http";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import { type ExtendedError, Server, type Socket } from "socket.io";
import type { Authenticate } from "../../auth/authenticate.ts";
import { attempt } from "../../hub/attempt.ts";
import { Connection } from "./connection.ts";
import type { Gateway } from "./handler.ts";
import { arrivalParser, tooDeepAuth } from "./parser.ts";

export interface SocketIoGatewayOptions extends Gateway {
  readonly authenticate: Authenticate;
  readonly path: string;
  readonly corsOrigin: "*" | readonly string[];
}

/** Socket.IO in front of the hub. */
export interface SocketIoGateway {
  /** Takes the Socket.IO path of an HTTP server; all its other paths stay its own. */
  attach(httpServer: HttpServer): void;
  /** Takes no more connections and ends those there are; clients may try again elsewhere at once. */
  close(): void;
}

export function socketIoGateway(options: SocketIoGatewayOptions): SocketIoGateway {
  const { hub, limits, maxMessageBytes, path, corsOrigin } = options;
  const gateway: Gateway = { hub, limits, maxMessageBytes };
  let isClosing = false;
  const io = new Server({
    path,
    cors: { origin: corsOrigin === "*" ? "*" : [...corsOrigin] },
    maxHttpBufferSize: maxMessageBytes,
    parser: arrivalParser(limits),
    allowRequest: (_request, decide) => decide(isClosing ? "closing" : null, !isClosing),
  });

  io.use((socket, next) => {
    void refusalOf(socket, options).then(next);
  });
  io.on("connection", (socket) => {
    const { id: socketId, conn } = socket;
    hub.report({ type: "socket.connected", socketId, transport: conn.transport.name });
    socket.on("disconnect", (reason) => {
      hub.report({ type: "socket.disconnected", socketId, reason });
    });
    new Connection(gateway, socket).serve();
  });

  return {
    attach: (httpServer) => {
      io.attach(httpServer);
    },
    close: () => {
      isClosing = true;
      io.engine?.close();
    },
  };
}

/** What `connect_error` tells a socket that may not connect; `undefined` if it may. */
async function refusalOf(
  { handshake }: Socket,
  { hub, limits, authenticate }: SocketIoGatewayOptions,
): Promise<ExtendedError | undefined> {
  const reply = await attempt(hub.report, () => {
    if (handshake.auth !== tooDeepAuth) return authenticate(handshake.auth);
    throw new SignalingError("too-deep", `\`auth\` is nested deeper than ${limits.nesting}`);
  });
  if (reply.ok) return undefined;
  const { code, reason } = reply;
  hub.report({ type: "socket.refused", code, reason });
  return Object.assign(new Error("Authentication error"), { data: { code, reason } });
}
