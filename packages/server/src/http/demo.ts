import { existsSync, readFileSync } from "node:fs";
import type { Handler } from "hono";
import { html } from "hono/html";
import { webFile } from "./web.ts";

export interface DemoOptions {
  readonly basePath: string;
  readonly socketPath: string;
  /** A token that everybody may know, so that a visitor need not be asked for one. */
  readonly publicToken: string | undefined;
}

/** All that the page may do: its own files, its own server, and pictures and films it makes itself. */
const contentSecurityPolicy = Object.entries({
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' data: blob:",
  "media-src": "'self' blob:",
  "connect-src": "'self' ws: wss:",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
})
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join("; ");

export function isDemoBuilt(): boolean {
  return existsSync(webFile("demo/index.html"));
}

/** `GET /`: the page on which people try it. It is told in its head how to reach the server. */
export function demoPage({ basePath, socketPath, publicToken }: DemoOptions): Handler {
  const facts = [
    // Relative to the page, which a proxy can have moved.
    html`<meta name="socket-path" content="${socketPath.slice(basePath.length)}">`,
    ...(publicToken === undefined ? [] : [html`<meta name="token" content="${publicToken}">`]),
  ].join("");
  const page = readFileSync(webFile("demo/index.html"), "utf8").replace(
    "</head>",
    () => `${facts}</head>`,
  );
  return (context) => {
    context.header("content-security-policy", contentSecurityPolicy);
    context.header("cache-control", "no-cache");
    return context.html(page);
  };
}
