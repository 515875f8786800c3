import type { ReadyValue } from "simple-webrtc-signaling-protocol";
import type { Entry } from "../cluster/directory.ts";
import { type Roster, rosterAround } from "./roster.ts";
import type { NewSecret } from "./session-proofs.ts";
import type { HubState } from "./state.ts";

/** The result of `join` and `resume`. */
export interface Joined {
  readonly roster: Roster;
  /** The session with a new secret; absent without a resumable session. */
  readonly session?: Pick<Required<ReadyValue>, "session" | "isResumed"> &
    Pick<ReadyValue, "gatheringMs">;
}

export interface JoinedSession {
  /** The new secret, or the text of the secret that stays valid. */
  readonly secret: NewSecret | string;
  readonly isResumed: boolean;
}

/** Returns the result for a peer that has entered its room, with a new secret if it has a session. */
export function joinedOf(hub: HubState, entry: Entry, session?: JoinedSession): Joined {
  const roster = rosterAround(hub, entry.peer);
  if (!session) return { roster };
  const { proofs, settings } = hub;
  const { gatheringMs } = proofs;
  const { secret: given } = session;
  const secret = typeof given === "string" ? given : proofs.issue(entry, given);
  return {
    roster,
    session: {
      session: { id: entry.peer.sessionId, secret, graceSeconds: settings.graceMs / 1_000 },
      isResumed: session.isResumed,
      ...(gatheringMs > 0 ? { gatheringMs } : {}),
    },
  };
}
