/** The response to a health check. */
export interface Health {
  readonly status: 200 | 503;
  readonly body: { readonly status: string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns the response to `GET /healthz`: 200 while the process runs. */
export const health = (): Health => ({ status: 200, body: { status: "ok" } });

/** Whether the server accepts new clients; `apart`: it has no contact to the other servers. */
export type Readiness = "ready" | "apart" | "closing";

/** Returns the response to `GET /readyz`: 200 while new clients can join, otherwise 503 with the reason. */
export function readinessOf(status: Readiness): Health {
  return status === "ready"
    ? { status: 200, body: { status } }
    : { status: 503, body: { status }, headers: { "retry-after": "5" } };
}
