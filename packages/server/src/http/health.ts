/** The response to a health check. */
export interface Health {
  readonly status: 200 | 503;
  readonly body: { readonly status: string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns the response to `GET /healthz`: 200 while the process runs. */
export const health = (): Health => ({ status: 200, body: { status: "ok" } });

/** Returns the response to `GET /readyz`: 200 while the server accepts connections, and 503 while it drains or closes. */
export function readiness(isReady: boolean): Health {
  return isReady
    ? { status: 200, body: { status: "ready" } }
    : { status: 503, body: { status: "closing" }, headers: { "retry-after": "5" } };
}
