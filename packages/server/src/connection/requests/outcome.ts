import { SignalingError } from "simple-webrtc-signaling-protocol";
import { connectionOutcome } from "simple-webrtc-signaling-protocol/schemas";
import type { ConnectionContext } from "../connection-context.ts";
import type { IncomingEvent } from "../incoming-event.ts";

/** Handles `outcome(outcome)`, by which a client reports how a connection to another peer went. Metrics and the console use it. */
export function outcome(context: ConnectionContext, event: IncomingEvent): null {
  if (!context.countsOutcomes) return null;
  const parsed = connectionOutcome.safeParse(event.parameters[0]);
  if (!parsed.success || event.attachments.length > 0) {
    throw new SignalingError(
      "bad-message",
      'the argument of `outcome` has another form; pass { outcome: "connected", "failed" or "lost", openMs?: 0 to 3,600,000, route?, transport?, cause?, restarts?: 0 to 1,000 }',
    );
  }
  const { outcome: type, openMs, route, transport, cause, restarts } = parsed.data;
  context.report({
    type: "outcome.reported",
    outcome: type,
    seconds: typeof openMs === "number" ? openMs / 1_000 : undefined,
    route,
    transport,
    cause,
    restarts: restarts ?? 0,
  });
  return null;
}
