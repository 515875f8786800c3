import { type Reply, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Report } from "./fact.ts";

/**
 * Does the work and converts its outcome into a reply. This is the only place where a thrown refusal becomes a reply. Any
 * other error is a defect, which is reported and answered with `internal`. The reply is synchronous if the work is.
 */
export function attempt<Value>(
  report: Report,
  work: () => Value | Promise<Value>,
): Reply<Value> | Promise<Reply<Value>> {
  const refuse = (error: unknown) => refusalOf(error, report);
  try {
    const value = work();
    return value instanceof Promise ? value.then(success, refuse) : success(value);
  } catch (error) {
    return refuse(error);
  }
}

function success<Value>(value: Value): Reply<Value> {
  return { ok: true, value };
}

function refusalOf(error: unknown, report: Report): Reply<never> {
  if (error instanceof SignalingError) return { ok: false, ...error.refusal };
  report({ type: "request.failed", error });
  return {
    ok: false,
    code: "internal",
    reason: "internal server error; see the log of the server",
  };
}
