import { type Reply, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Report } from "../telemetry/fact.ts";

/**
 * Does the work and turns its outcome into a reply: the one place where a refusal that was thrown
 * anywhere becomes an answer. What is not a refusal is a defect: reported, and answered `internal`.
 */
export async function attempt<Value>(
  report: Report,
  work: () => Value | Promise<Value>,
): Promise<Reply<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof SignalingError) {
      return { ok: false, code: error.code, reason: error.reason };
    }
    report({ type: "request.failed", error });
    return { ok: false, code: "internal", reason: "the server failed; its log says why" };
  }
}
