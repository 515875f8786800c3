import type { IncomingMessage, ServerResponse } from "node:http";
import { type Health, health, readinessOf } from "./health.ts";
import type { RouterOptions } from "./router.ts";
import { securityHeaders } from "./security-headers.ts";

type Options = Pick<RouterOptions, "basePath" | "corsOrigin" | "readiness">;

/**
 * Responds to a health check of a load balancer or supervisor, without the router. Otherwise the first check would load the
 * router, whose clients may only use sockets. Returns false for any other request.
 */
export function answerHealthCheck(
  { basePath, corsOrigin, readiness }: Options,
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
): boolean {
  // A page of another origin needs the headers of CORS.
  if (method !== "GET" || headers.origin !== undefined) return false;
  if (url === `${basePath}healthz`) return answer(response, corsOrigin, health());
  if (url === `${basePath}readyz`) return answer(response, corsOrigin, readinessOf(readiness()));
  return false;
}

function answer(
  response: ServerResponse,
  corsOrigin: Options["corsOrigin"],
  { status, body, headers }: Health,
): true {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...securityHeaders,
    ...(corsOrigin === "*" ? { "access-control-allow-origin": "*" } : { vary: "Origin" }),
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
  return true;
}
