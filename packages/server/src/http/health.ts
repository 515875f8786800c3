import type { Handler } from "hono";

/** `GET /healthz`: the process runs. */
export const health: Handler = (context) => context.json({ status: "ok" });

/** `GET /readyz`: new connections are welcome; 503 while the server is closing. */
export function readiness(isReady: () => boolean): Handler {
  return (context) =>
    isReady()
      ? context.json({ status: "ready" })
      : context.json({ status: "closing" }, 503, { "retry-after": "5" });
}
