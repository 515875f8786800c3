import { getPath } from "hono/utils/url";
import type { Environment } from "./bearer.ts";
import { pathPattern } from "./path-pattern.ts";

/** What a request asks for that is not below the base path. No route has this path. */
export const outside = "//";

/** Express leaves the path of a request, as it came, in `originalUrl`. */
type Incoming = Environment["Bindings"]["incoming"] & { readonly originalUrl?: unknown };

/**
 * The path of a request below the base path, for routes that know nothing of it. An application can have removed the
 * base path already, as Express does for what is mounted below a path.
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

/** Where a request without the slash of the base path is sent to; `undefined` if it is no such request. */
export function redirectTo(basePath: string, url: string): string | undefined {
  const { pathname, search } = new URL(url);
  if (basePath === "/" || `${pathname}/` !== basePath) return undefined;
  // Relative, because a proxy can have removed a part of the path.
  return `${basePath.split("/").at(-2)}/${search}`;
}

/**
 * What a proxy says that it has removed from the path, without the slash at its end: `X-Forwarded-Prefix`. It is only
 * shown to the client that sent the request, so nobody has to be trusted with it.
 */
export function forwardedPrefix(header = ""): string {
  return pathPattern.test(header) ? header.replace(/\/$/, "") : "";
}
