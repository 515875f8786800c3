import type { RequestListener } from "node:http";
import { answerHealthCheck } from "./health-check.ts";
import type { RouterOptions } from "./router.ts";

/**
 * Returns the listener of all HTTP requests but those of Socket.IO. The first of these requests that is no health check
 * loads the router and its packages, so a server whose clients only use sockets does without their start time and memory.
 */
export function lazyHttpRouter(options: RouterOptions): RequestListener {
  let listener: RequestListener | undefined;
  let loading: Promise<RequestListener> | undefined;
  return (request, response) => {
    if (answerHealthCheck(options, request, response)) return;
    if (listener) return listener(request, response);
    loading ??= load(options);
    loading.then(
      (loaded) => {
        listener = loaded;
        loaded(request, response);
      },
      (error: unknown) => {
        options.report({ type: "request.failed", error });
        response.writeHead(500).end();
      },
    );
  };
}

async function load(options: RouterOptions): Promise<RequestListener> {
  const { httpRouter } = await import("./router.ts");
  return httpRouter(options);
}
