import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity } from "../../auth/identity.ts";
import type { EventStreams } from "../../event-streams/event-streams.ts";
import type { AdminAction } from "../../hub/admin-action.ts";
import type { Report } from "../../telemetry/fact.ts";
import { bearerOf } from "../bearer.ts";
import type { ReadMetrics } from "../metrics.ts";
import { nameIn } from "../path-segment.ts";
import { type AdminAuthenticationOptions, authenticateAdmin } from "./authenticate-admin.ts";
import { jsonOf } from "./body.ts";
import { eventStream, streamDescription } from "./event-stream.ts";
import { type Described, openApi } from "./openapi.ts";
import type { Administrations } from "./operation.ts";
import { operations } from "./operations.ts";
import { statusOf } from "./status.ts";

export interface AdminOptions extends AdminAuthenticationOptions {
  readonly administration: Administrations;
  readonly events: EventStreams;
  readonly report: Report;
  /** Returns the metrics; `undefined`: they are not served here. */
  readonly readMetrics: ReadMetrics | undefined;
}

interface Environment {
  readonly Bindings: HttpBindings;
  readonly Variables: AdminAction & Pick<Identity, "expiresAtMs">;
}

const described: readonly Described[] = [...operations, streamDescription];

/** Returns the routes of administrators: the API below `/admin/`, whose paths only they can learn, and `/metrics`. */
export function adminRoutes(options: AdminOptions): Hono<Environment> {
  const { administration, report, readMetrics } = options;
  const app = new Hono<Environment>();
  const authenticate: MiddlewareHandler<Environment> = async (context, next) => {
    context.header("cache-control", "no-store");
    const token = bearerOf(context.req.header("authorization")) ?? "";
    const verdict = await authenticateAdmin(token, context.env.incoming, options);
    if ("administrator" in verdict) {
      context.set("actor", verdict.administrator.subject);
      context.set("expiresAtMs", verdict.administrator.expiresAtMs);
      return next();
    }
    const { status, refusal } = verdict;
    report({ type: "admin.refused", code: refusal.code, reason: refusal.reason });
    if (status === 401) context.header("www-authenticate", "Bearer");
    return context.json({ error: refusal.reason }, status);
  };
  app.use("/admin/*", authenticate);
  if (readMetrics) {
    app.get("/metrics", authenticate, async () => {
      const { contentType, text } = await readMetrics();
      return new Response(text, { headers: { "content-type": contentType } });
    });
  }
  let description: ReturnType<typeof openApi> | undefined;
  app.get("/admin/openapi.json", (context) => {
    description ??= openApi(described);
    return context.json(description);
  });
  app.get(streamDescription.path, (context) => {
    if (context.req.method === "HEAD") return context.body(null);
    return eventStream({
      streams: options.events,
      query: context.req.query(),
      expiresAtMs: context.get("expiresAtMs"),
      outgoing: context.env.outgoing,
    });
  });
  for (const operation of operations) {
    app.on(operation.method, templateOf(operation), async (context) => {
      const action = { actor: context.get("actor") };
      return context.json(await operation.perform(administration, await inputOf(context), action));
    });
  }
  refuseOtherMethods(app);
  app.onError((error, context) => {
    if (!(error instanceof SignalingError)) throw error;
    const { retryAfterMs } = error;
    if (retryAfterMs !== undefined) {
      context.header("retry-after", String(Math.ceil(retryAfterMs / 1_000)));
    }
    return context.json({ error: error.reason }, statusOf(error));
  });
  return app;
}

/** Returns the input of a request, from its path and its query or body, before validation. */
async function inputOf({ req, env }: Context<Environment>): Promise<unknown> {
  if (req.method === "POST") return jsonOf(req.raw, env.incoming);
  const names = Object.entries(req.param()).map(([key, value]) => [key, nameIn(value)] as const);
  return { ...req.query(), ...Object.fromEntries(names) };
}

function refuseOtherMethods(app: Hono<Environment>): void {
  for (const template of new Set(described.map(templateOf))) {
    const methods = described.filter((one) => templateOf(one) === template);
    const allow = methods.map(({ method }) => method.toUpperCase()).join(", ");
    app.all(template, (context) =>
      context.json({ error: `method not allowed; use ${allow.replaceAll(", ", " or ")}` }, 405, {
        allow,
      }),
    );
  }
}

/** Returns a path template in the syntax of Hono: `/admin/rooms/{room}` becomes `/admin/rooms/:room`. */
function templateOf({ path }: Described): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}
