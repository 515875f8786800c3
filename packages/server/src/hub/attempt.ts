import { type Reply, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Report } from "../telemetry/fact.ts";

/**
 * Does the work and turns its outcome into a reply: the one place where a refusal that was thrown
 * anywhere becomes an answer. What is not a refusal is a defect: reported, and answered `internal`.
 * The reply is there at once if the work did not have to wait for anything.
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
