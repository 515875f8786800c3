import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { AdminAction } from "./admin-action.ts";
import { kickSession } from "./kick-session.ts";
import type { HubState } from "./state.ts";

export interface KickIdentityAction extends AdminAction {
  readonly subject: string;
}

/** Ends all sessions of an identity, including visitors, and returns their number. Refuses with `peer-not-found`. */
export function kickIdentity(hub: HubState, { subject, actor }: KickIdentityAction): number {
  const sessions = [...hub.sessions].filter(({ identity }) => identity.subject === subject);
  if (sessions.length === 0) {
    throw new SignalingError(
      "peer-not-found",
      `identity ${JSON.stringify(subject)} is not connected`,
    );
  }
  for (const session of sessions) kickSession(hub, session, { actor });
  return sessions.length;
}
