import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import type { MiddlewareHandler } from "hono";

/** The folder of the files that were built for browsers: `client.js`, and the demo in a subfolder. */
const folder = fileURLToPath(new URL("../../dist/web", import.meta.url));

export function webFile(name: string): string {
  return `${folder}/${name}`;
}

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
