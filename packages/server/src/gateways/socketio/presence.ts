import type { Roster } from "simple-webrtc-signaling-protocol";
import type { Session } from "../../hub/session.ts";
import type { Gateway } from "./handler.ts";
import { rosterFor } from "./roster.ts";

/** Handles `presence()`, which returns the roster to a client that has missed a batch. */
export async function presence({ hub }: Gateway, session: Session): Promise<Roster> {
  return rosterFor(session, await hub.roster(session));
}
