import type { Handler } from "hono";

/** Handles `GET /healthz`: responds 200 while the process runs. */
export const health: Handler = (context) => context.json({ status: "ok" });

/** Handles `GET /readyz`: responds 200 while the server accepts connections, and 503 while it drains or closes. */
export function readiness(isReady: () => boolean): Handler {
  return (context) =>
    isReady()
      ? context.json({ status: "ready" })
      : context.json({ status: "closing" }, 503, { "retry-after": "5" });
}
