import { readFileSync } from "node:fs";
import type { Handler } from "hono";
import { html } from "hono/html";
import { restrictedPage } from "./restricted-page.ts";
import { webFile } from "./web-folder.ts";

export interface DemoOptions {
  readonly basePath: string;
  readonly socketPath: string;
  /** The sample token, so that the page need not ask its user for a token. */
  readonly publicToken: string | undefined;
}

/** Permits the page its own files, its own server, and images and videos that it creates itself. */
const sources = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' data: blob:",
  "media-src": "'self' blob:",
  "connect-src": "'self' ws: wss:",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
};

/** Responds with a page of the demo. Its head contains the address of the server. */
export function demoPage(
  file: "index.html" | "check.html",
  { basePath, socketPath, publicToken }: DemoOptions,
): Handler {
  const metaElements = [
    // The path is relative to the page, because a proxy can have added a prefix.
    html`<meta name="socket-path" content="${socketPath.slice(basePath.length)}">`,
    ...(publicToken === undefined ? [] : [html`<meta name="token" content="${publicToken}">`]),
  ].join("");
  const page = readFileSync(webFile(`demo/${file}`), "utf8").replace(
    "</head>",
    () => `${metaElements}</head>`,
  );
  return restrictedPage(page, sources);
}
