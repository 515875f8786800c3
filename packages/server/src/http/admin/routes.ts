import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { AdminAction } from "../../hub/admin-action.ts";
import type { Administration } from "../../hub/administration.ts";
import type { Report } from "../../telemetry/fact.ts";
import { bearerOf } from "../bearer.ts";
import { nameIn } from "../path-segment.ts";
import { type AdmissionOptions, admission } from "./admission.ts";
import { jsonOf } from "./body.ts";
import { openApi } from "./openapi.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { statusOf } from "./status.ts";

export interface AdminOptions extends AdmissionOptions {
  readonly administration: Administration;
  readonly report: Report;
}

interface Environment {
  readonly Bindings: HttpBindings;
  readonly Variables: AdminAction;
}

/** Returns the routes of the administration API below `/admin/`. Only administrators can learn which paths exist. */
export function adminRoutes(options: AdminOptions): Hono<Environment> {
  const { administration, report } = options;
  const app = new Hono<Environment>();
  app.use("/admin/*", async (context, next) => {
    context.header("cache-control", "no-store");
    const token = bearerOf(context.req.header("authorization")) ?? "";
    const admitted = await admission(token, context.env.incoming, options);
    if ("administrator" in admitted) {
      context.set("actor", admitted.administrator.subject);
      return next();
    }
    const { status, refusal } = admitted;
    report({ type: "admin.refused", code: refusal.code, reason: refusal.reason });
    if (status === 401) context.header("www-authenticate", "Bearer");
    return context.json({ error: refusal.reason }, status);
  });
  let description: ReturnType<typeof openApi> | undefined;
  app.get("/admin/openapi.json", (context) => {
    description ??= openApi(operations);
    return context.json(description);
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
  for (const template of new Set(operations.map(templateOf))) {
    const methods = operations.filter((one) => templateOf(one) === template);
    const allow = methods.map(({ method }) => method.toUpperCase()).join(", ");
    app.all(template, (context) =>
      context.json({ error: `method not allowed; use ${allow.replaceAll(", ", " or ")}` }, 405, {
        allow,
      }),
    );
  }
}

/** Returns a path template in the syntax of Hono: `/admin/rooms/{room}` becomes `/admin/rooms/:room`. */
function templateOf({ path }: Operation): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}
