import type { RequestListener } from "node:http";
import type { Report } from "../telemetry/fact.ts";
import { securityHeaders } from "./security-headers.ts";

/** Returns the metrics in the text format of Prometheus. */
export type ReadMetrics = () => Promise<{ readonly contentType: string; readonly text: string }>;

/** Returns the listener of an HTTP server that serves only `GET /metrics`. */
export function metricsListener(read: ReadMetrics, report: Report): RequestListener {
  return ({ method, url = "" }, response) => {
    const respond = (status: number, headers: Readonly<Record<string, string>>, text: string) => {
      response.writeHead(status, { ...securityHeaders, "cache-control": "no-store", ...headers });
      response.end(text);
    };
    const isRead = method === "GET" || method === "HEAD";
    const [path] = url.split("?", 1);
    if (path !== "/metrics") return respond(404, {}, "path not found; see /metrics\n");
    if (!isRead) return respond(405, { allow: "GET, HEAD" }, "method not allowed; use GET\n");
    read().then(
      ({ contentType, text }) => respond(200, { "content-type": contentType }, text),
      (error: unknown) => {
        report({ type: "request.failed", error });
        respond(500, {}, "internal server error; see the log of the server\n");
      },
    );
  };
}
