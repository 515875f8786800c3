import { existsSync } from "node:fs";
import { serveStatic } from "@hono/node-server/serve-static";
import type { MiddlewareHandler } from "hono";
import { webFile } from "./web-folder.ts";

interface Serving {
  /** The path below the folder; absent: the path of the request. */
  readonly path?: string;
  readonly cacheControl: string;
}

/** Serves the compressed files that were built for browsers. Without a build it serves nothing. */
export function serveWeb(subfolder: string, { path, cacheControl }: Serving): MiddlewareHandler {
  const root = webFile(subfolder);
  if (!existsSync(root)) return (_context, next) => next();
  return serveStatic({
    root,
    ...(path === undefined ? {} : { path }),
    precompressed: true,
    onFound: (_path, context) => context.header("cache-control", cacheControl),
  });
}
