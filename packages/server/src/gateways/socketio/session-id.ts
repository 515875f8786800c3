import type { IncomingMessage } from "node:http";

/**
 * Returns the Engine.IO id in a request, which may be empty; `undefined` without one. Of several `sid` parameters Engine.IO
 * uses the last one.
 */
export function sessionIdIn({ url = "" }: IncomingMessage): string | undefined {
  return parametersOf(url).getAll("sid").at(-1);
}

/** Returns whether a request states that a page leaves (L3). */
export function isLeaveRequest({ method, url = "" }: IncomingMessage): boolean {
  return method === "POST" && parametersOf(url).has("leave");
}

function parametersOf(url: string): URLSearchParams {
  return new URL(url, "http://server").searchParams;
}
