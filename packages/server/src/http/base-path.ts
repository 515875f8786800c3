import { getPath } from "hono/utils/url";
import type { Environment } from "./bearer.ts";
import { pathPattern } from "./path-pattern.ts";

/** The path for requests that are not below the base path. No route has this path. */
export const outside = "//";

/** Express keeps the original path of a request in `originalUrl`. */
type Incoming = Environment["Bindings"]["incoming"] & { readonly originalUrl?: unknown };

/**
 * Returns a function for the path of a request below the base path. An application may already have removed the base path,
 * as Express does for a listener that is mounted below a path.
 */
export function pathBelow(
  basePath: string,
): (request: Request, context?: { readonly env?: { readonly incoming?: Incoming } }) => string {
  const below = (path: string) => {
    return path.startsWith(basePath) ? path.slice(basePath.length - 1) : undefined;
  };
  return (request, { env } = {}) => {
    const path = below(getPath(request));
    if (path !== undefined) return path;
    const original = env?.incoming?.originalUrl;
    const isMounted = typeof original === "string" && below(original) !== undefined;
    return isMounted ? getPath(request) : outside;
  };
}

/** Returns the target of the redirect for a base path without the slash at its end; `undefined` for other requests. */
export function redirectTo(basePath: string, url: string): string | undefined {
  const { pathname, search } = new URL(url);
  if (basePath === "/" || `${pathname}/` !== basePath) return undefined;
  // The target is relative, because a proxy can have removed a part of the path.
  return `${basePath.split("/").at(-2)}/${search}`;
}

/**
 * Returns the path prefix that a proxy has removed (`X-Forwarded-Prefix`), without the slash at its end. Only the client
 * that sent the request receives it, so the header need not come from a trusted proxy.
 */
export function forwardedPrefix(header = ""): string {
  return pathPattern.test(header) ? header.replace(/\/$/, "") : "";
}
