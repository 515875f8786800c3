import { createHash } from "node:crypto";
import type { Context, Handler } from "hono";
import { html, raw } from "hono/html";
import { version } from "../version.ts";
import { forwardedPrefix } from "./base-path.ts";

const css = `
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e6eaf0); --soft: light-dark(#566172, #9aa6b6);
  --paper: light-dark(#f6f7f9, #12161c); --card: light-dark(#ffffff, #1a2029); --line: light-dark(#dde2e9, #2b3441);
  --accent: light-dark(#0b62c4, #7ab8ff); --live: light-dark(#12804a, #54d08d); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: clamp(1.5rem, 6vw, 4rem) 1.25rem; }
h1 { font-size: clamp(1.5rem, 5vw, 2.1rem); line-height: 1.2; margin: 0 0 .5rem; letter-spacing: -.01em; }
h2 { font-size: 1.05rem; margin: 2.25rem 0 .6rem; }
p { margin: 0 0 1rem; }
.status { display: flex; align-items: center; gap: .55rem; color: var(--soft); margin: 0 0 1.5rem; }
.status::before { content: ""; width: .65rem; height: .65rem; border-radius: 50%; background: var(--live); }
a { color: var(--accent); text-underline-offset: .2em; }
a:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
code { font: .9em/1.55 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem; margin: 0; overflow-x: auto; }
dl { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0; padding: .25rem 1rem;
  display: grid; grid-template-columns: minmax(9rem, auto) 1fr; column-gap: 0; }
dt, dd { margin: 0; padding: .55rem 0; border-top: 1px solid var(--line); }
dt:first-of-type, dd:first-of-type { border-top: 0; }
dt { padding-right: 1.25rem; }
dd { color: var(--soft); }
ul { padding-left: 1.2rem; margin: 0; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dd { border-top: 0; padding-top: 0; } }
`;

/** Permits only the style of the page. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(css).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export interface StatusPageOptions {
  readonly needsToken: boolean;
  readonly basePath: string;
  readonly socketPath: string;
}

/** Handles `GET /`: responds with a page about the server and how to connect. */
export function statusPage(options: StatusPageOptions): Handler {
  return (context) => {
    context.header("content-security-policy", contentSecurityPolicy);
    // The page contains the host and the path of the request, so caches must not store it.
    context.header("cache-control", "no-store");
    const prefix = forwardedPrefix(context.req.header("x-forwarded-prefix"));
    const socketPath = `${prefix}${options.socketPath}`;
    const code = snippet(originOf(context), { ...options, socketPath });
    return context.html(page(code, `${prefix}${options.basePath}`));
  };
}

/** Returns the origin of the request; behind a proxy that terminates TLS, with the scheme of `X-Forwarded-Proto`. */
function originOf({ req }: Context): string {
  const { host, protocol } = new URL(req.url);
  const isSecure = protocol === "https:" || req.header("x-forwarded-proto") === "https";
  return `${isSecure ? "https" : "http"}://${host}`;
}

function snippet(
  origin: string,
  { needsToken, socketPath }: Pick<StatusPageOptions, "needsToken" | "socketPath">,
): string {
  const options = [
    ...(socketPath === "/socket.io/" ? [] : [`  path: ${JSON.stringify(socketPath)},`]),
    ...(needsToken ? ['  auth: { token: "<the server\'s token>" },'] : []),
  ];
  const settings = options.length === 0 ? "" : `, {\n${options.join("\n")}\n}`;
  return `import { io } from "socket.io-client";

const socket = io("${origin}"${settings});
socket.on("message", (envelope) => console.log(envelope));
socket.on("connect", () => socket.emit("ready", "my-peer-id"));`;
}

function page(code: string, basePath: string) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>WebRTC signaling server</title>
<style>${raw(css)}</style>
</head>
<body>
<main>
<h1>WebRTC signaling server</h1>
<p class="status" role="status">Running, version ${version}</p>
<p>Clients join a room on this server and exchange session descriptions and ICE candidates to establish WebRTC
connections. Media and data do not pass through this server.</p>
<h2>Connect</h2>
<pre tabindex="0"><code>${code}</code></pre>
<h2>Events</h2>
<dl>
<dt><code>ready(peerId)</code></dt><dd>Joins a room and returns its peers.</dd>
<dt><code>message(content)</code></dt><dd>Sends a message to all other peers of the room.</dd>
<dt><code>messageOne({ target, message })</code></dt><dd>Sends a message to one peer.</dd>
</dl>
<h2>HTTP</h2>
<dl>
<dt><code>${basePath}connections</code></dt><dd>The peers of the lobby, or of the room in <code>?room=</code>, if the operator permits it.</dd>
<dt><code>${basePath}healthz</code> <code>${basePath}readyz</code></dt><dd>Health and readiness, for load balancers and supervisors.</dd>
</dl>
<h2>Documentation</h2>
<ul>
<li><a href="https://www.npmjs.com/package/simple-webrtc-signaling-server">Documentation of simple-webrtc-signaling-server</a></li>
<li><a href="https://socket.io/docs/v4/client-api/">Socket.IO client</a></li>
<li><a href="https://developer.mozilla.org/docs/Web/API/WebRTC_API/Perfect_negotiation">Perfect negotiation on MDN</a></li>
</ul>
</main>
</body>
</html>`;
}
