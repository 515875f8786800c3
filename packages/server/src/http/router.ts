import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import { originGuard } from "../limits/allowed-origin.ts";
import type { Report } from "../telemetry/fact.ts";
import { type AdminOptions, adminRoutes } from "./admin/routes.ts";
import { pathBelow, redirectTo } from "./base-path.ts";
import type { Environment, WebHandler } from "./bearer.ts";
import { type ConnectionsOptions, connections } from "./connections.ts";
import { consoleRoutes } from "./console.ts";
import { type DemoOptions, demoPage } from "./demo.ts";
import { type Health, health, type Readiness, readinessOf } from "./health.ts";
import { type IceServersRouteOptions, iceServers } from "./ice-servers.ts";
import { securityHeaders } from "./security-headers.ts";
import { socketIoClient } from "./socket-io-client.ts";
import { statusPage } from "./status-page.ts";
import { serveWeb } from "./web.ts";

export interface RouterOptions {
  readonly connections: ConnectionsOptions;
  /** `undefined`: administration is off and has no routes. */
  readonly admin: AdminOptions | undefined;
  /** Whether the console is served. */
  readonly hasConsole: boolean;
  readonly iceServers: IceServersRouteOptions;
  readonly readiness: () => Readiness;
  readonly report: Report;
  readonly needsToken: boolean;
  /** The prefix of all paths, with a slash at its end. */
  readonly basePath: string;
  readonly socketPath: string;
  readonly corsOrigin: "*" | readonly string[];
  /** `undefined`: the status page replaces the demo page. */
  readonly demo: Pick<DemoOptions, "publicToken"> | undefined;
}

/** The client, and its parts that a page loads when it needs them. */
const clientFiles = [
  "client.js",
  "client-socketio.js",
  "client-diagnose.js",
  "client-check.js",
  "client-file.js",
  "client-host.js",
  "client-security-code.js",
];

/** Returns the listener of all HTTP requests but those of Socket.IO. */
export function httpRouter(options: RouterOptions): RequestListener {
  const { corsOrigin, demo, basePath, socketPath, admin } = options;
  const app = new Hono<Environment>({ getPath: pathBelow(basePath) });
  app.use((context, next) => {
    for (const [name, value] of Object.entries(securityHeaders)) context.header(name, value);
    return next();
  });
  // Administration comes before CORS, because pages of other origins must not use it.
  if (options.hasConsole) app.route("/", consoleRoutes());
  if (admin) app.route("/", adminRoutes(admin));
  const mayRead = originGuard(corsOrigin);
  app.use(
    cors({ origin: corsOrigin === "*" ? "*" : (origin) => (mayRead(origin) ? origin : null) }),
  );
  for (const path of clientFiles) {
    app.get(`/${path}`, serveWeb("", { path, cacheControl: "no-cache" }));
  }
  if (demo) {
    // The file names contain hashes of the contents, so browsers may cache the files forever.
    app.get("/assets/*", serveWeb("demo", { cacheControl: "public, max-age=31536000, immutable" }));
  }

  const routes: Readonly<Record<string, WebHandler>> = {
    ...pagesOf(options),
    "/connections": connections(options.connections),
    "/ice-servers": iceServers(options.iceServers),
    "/healthz": (context) => answerHealth(context, health()),
    "/readyz": (context) => answerHealth(context, readinessOf(options.readiness())),
    ...socketIoClient(socketPath.slice(basePath.length - 1)),
  };
  for (const [path, handler] of Object.entries(routes)) {
    app.get(path, handler);
    app.all(path, (context) =>
      context.json({ error: "method not allowed; use GET" }, 405, { allow: "GET, HEAD, OPTIONS" }),
    );
    // A relative address is right below every prefix, also below one that a proxy removes.
    const target = path.replace(/^.*\//, "../");
    if (path !== "/") {
      app.get(`${path}/`, (context) =>
        context.redirect(target + new URL(context.req.url).search, 308),
      );
    }
  }
  app.onError((error, context) => {
    if (error instanceof SignalingError && error.code === "unavailable") {
      return context.json({ error: error.reason, code: error.code }, 503);
    }
    options.report({ type: "request.failed", error });
    return context.json({ error: "internal server error; see the log of the server" }, 500);
  });
  app.notFound((context) => {
    const target = redirectTo(basePath, context.req.url);
    if (target !== undefined) return context.redirect(target, 308);
    return context.json({ error: `path not found; see ${basePath}` }, 404);
  });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return (request, response) => void listener(request, response);
}

/** Returns the pages: those of the demo, or the status page. */
function pagesOf(options: RouterOptions): Readonly<Record<string, WebHandler>> {
  const { demo, basePath, socketPath } = options;
  if (!demo) return { "/": statusPage(options) };
  const demoOptions = { ...demo, basePath, socketPath };
  return {
    "/": demoPage("index.html", demoOptions),
    "/check": demoPage("check.html", demoOptions),
  };
}

function answerHealth(context: Context<Environment>, { body, status, headers }: Health): Response {
  return context.json(body, status, headers);
}
