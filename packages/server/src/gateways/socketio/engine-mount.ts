import type { RequestListener } from "node:http";
import type { Server as EngineServer } from "engine.io";
import { answerRaw } from "../../http/raw-answer.ts";
import { securityHeaders } from "../../http/security-headers.ts";
import type { Mount } from "./mount.ts";

export interface EngineMountOptions {
  readonly engine: EngineServer;
  /** With a slash at its end. */
  readonly path: string;
  readonly clientFiles: RequestListener;
}

/** Socket.IO's own client: its files, and what looks like one. */
const clientFile = /^socket\.io[^/?]*(\?|$)/;

/** Engine.IO at its path of an HTTP server. Its own `attach` ends upgrades of others, and cannot be undone. */
export function engineMount({ engine, path, clientFiles }: EngineMountOptions): Mount {
  return {
    takes: ({ url = "" }) => url.startsWith(path),
    answer: (request, response) => {
      if (clientFile.test(request.url?.slice(path.length) ?? "")) {
        clientFiles(request, response);
        return;
      }
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
      engine.handleRequest(request, response);
    },
    upgrade: (request, socket, head) => engine.handleUpgrade(request, socket, head),
    refuseUpgrade: (socket) => {
      const body = JSON.stringify({
        error: `this path has no upgrade; connect to Socket.IO at ${path}`,
      });
      answerRaw(socket, { status: 404, headers: { "content-type": "application/json" }, body });
    },
  };
}
