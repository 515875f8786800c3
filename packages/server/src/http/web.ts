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
  const serve = serveStatic({
    root,
    ...(path === undefined ? {} : { path }),
    precompressed: true,
  });
  return async (context, next) => {
    const response = await serve(context, next);
    // For a file that does not exist, this is what `next` returns, which is no response.
    if (!response || !("headers" in response)) return undefined;
    // Its callback `onFound` comes after the response, whose headers it does not change in all compositions of handlers.
    response.headers.set("cache-control", cacheControl);
    return response;
  };
}
