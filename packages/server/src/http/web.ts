import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import type { MiddlewareHandler } from "hono";

/** What the build makes for browsers: `client.js`, and the demo in a folder of its own. */
const folder = fileURLToPath(new URL("../../dist/web", import.meta.url));

export function webFile(name: string): string {
  return `${folder}/${name}`;
}

interface Serving {
  /** Below the folder; `undefined` if it is the request's own path. */
  readonly path?: string;
  readonly cacheControl: string;
}

/** Serves what was built for browsers, compressed beforehand. Without a build there is nothing. */
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
