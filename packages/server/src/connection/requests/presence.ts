import type { Roster } from "simple-webrtc-signaling-protocol";
import type { ConnectionContext } from "../connection-context.ts";
import { rosterFor } from "./roster.ts";

/** Handles `presence()`, which returns the roster to a client that has missed a batch. */
export async function presence({ hub, session }: ConnectionContext): Promise<Roster> {
  return rosterFor(session, await hub.roster(session));
}
