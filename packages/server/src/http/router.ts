import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";
import type { Report } from "../telemetry/fact.ts";
import { type ConnectionsOptions, connections } from "./connections.ts";
import { health, readiness } from "./health.ts";
import { statusPage, statusPageStyle } from "./status-page.ts";

export interface RouterOptions {
  readonly connections: ConnectionsOptions;
  readonly isReady: () => boolean;
  readonly report: Report;
  readonly needsToken: boolean;
  readonly socketPath: string;
  readonly corsOrigin: "*" | readonly string[];
}

/** Everything the server answers by plain HTTP. */
export function httpRouter(options: RouterOptions): RequestListener {
  const app = new Hono();
  const { corsOrigin } = options;
  app.use(cors({ origin: corsOrigin === "*" ? "*" : [...corsOrigin] }));
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: [statusPageStyle.source],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      // Whether a whole domain is to be reached by TLS only is for whoever ends TLS to say.
      strictTransportSecurity: false,
      crossOriginResourcePolicy: "cross-origin",
    }),
  );

  const routes = {
    "/": statusPage(options),
    "/connections": connections(options.connections),
    "/healthz": health,
    "/readyz": readiness(options.isReady),
  };
  for (const [path, handler] of Object.entries(routes)) {
    app.get(path, handler);
    app.all(path, (context) =>
      context.json({ error: "only GET here" }, 405, { allow: "GET, HEAD, OPTIONS" }),
    );
  }
  app.onError((error, context) => {
    options.report({ type: "request.failed", error });
    return context.json({ error: "the server failed; its log says why" }, 500);
  });
  app.notFound((context) => context.json({ error: "nothing here; see /" }, 404));
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return (request, response) => void listener(request, response);
}
