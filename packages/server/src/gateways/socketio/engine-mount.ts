import type { RequestListener } from "node:http";
import type { Duplex } from "node:stream";
import type { Server as EngineServer } from "engine.io";
import type { HandshakeGuard } from "../../access/handshake-guard.ts";
import { rejectHandshake } from "../../access/reject-handshake.ts";
import { respondRaw } from "../../http/raw-response.ts";
import { securityHeaders } from "../../http/security-headers.ts";
import type { Mount } from "../mount.ts";
import type { ForeignRequests } from "./foreign-requests.ts";

export interface EngineMountOptions {
  readonly engine: EngineServer;
  /** The Socket.IO path, with a slash at its end. */
  readonly path: string;
  readonly clientFiles: RequestListener;
  readonly foreignRequests: ForeignRequests;
  readonly guard: HandshakeGuard;
}

/** The names of the files of Socket.IO's own client, and similar names. */
const clientFile = /^socket\.io[^/?]*(\?|$)/;

/** Returns the mount of Engine.IO at its path. `attach` of Engine.IO closes foreign upgrades and cannot be undone. */
export function engineMount({
  engine,
  path,
  clientFiles,
  foreignRequests,
  guard,
}: EngineMountOptions): Mount {
  return {
    takes: ({ url = "" }) => url.startsWith(path),
    answer: (request, response) => {
      if (clientFile.test(request.url?.slice(path.length) ?? "")) {
        clientFiles(request, response);
        return;
      }
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
      if (foreignRequests.takes(request)) void foreignRequests.answer(request, response);
      else engine.handleRequest(request, response);
    },
    upgrade: (request, socket, head) => {
      if (foreignRequests.takes(request)) {
        // A WebSocket through a server that closes would not last. Without it, the client continues with long polling.
        const rejection = guard.closingRejection("socketio");
        if (rejection) rejectHandshake(request, undefined, rejection);
        else void foreignRequests.upgrade(request, socket, head);
        return;
      }
      const listeners = socket.rawListeners("close");
      engine.handleUpgrade(request, socket, head);
      removeNewOnce(socket, listeners);
    },
    refuseUpgrade: (socket) => {
      const body = JSON.stringify({
        error: `this path has no upgrade; connect to Socket.IO at ${path}`,
      });
      respondRaw(socket, { status: 404, headers: { "content-type": "application/json" }, body });
    },
  };
}

/**
 * Removes a listener that Engine.IO adds for its middlewares, which do not need it. It would keep the request of the handshake
 * in memory as long as the connection. The listeners of `ws` are not added by `once`.
 */
function removeNewOnce(socket: Duplex, before: readonly unknown[]): void {
  for (const listener of socket.rawListeners("close") as (() => void)[]) {
    const isOnce = "listener" in listener;
    if (isOnce && !before.includes(listener)) socket.off("close", listener);
  }
}
