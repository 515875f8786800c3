import type { EndingCode } from "../session-record/ending.ts";
import { attempt } from "../telemetry/attempt.ts";
import { endResumability } from "./end-resumability.ts";
import { endingRefusal } from "./ended-sessions.ts";
import { leave } from "./leave.ts";
import type { Session } from "./session.ts";
import type { HubState } from "./state.ts";

/**
 * Ends a session, which no client can resume afterwards. Its client receives the reason, and the peer leaves when its
 * connection ends; at once if it is away.
 */
export function evict(hub: HubState, session: Session, code: Exclude<EndingCode, "left">): void {
  const isAway = session.state.kind === "away";
  endResumability(hub, session, code);
  session.connection.end(endingRefusal(code));
  if (isAway) void attempt(hub.report, () => leave(hub, session));
}
