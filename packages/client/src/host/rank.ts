import type { RosterEntry } from "../channel/signaling-channel.ts";

/** Ids of older sessions are smaller texts (PROTOCOL.md, E18). Without sessions the join ids give an equal order at all peers. */
export function rankOf({ sessionId, joinId }: RosterEntry): string {
  return sessionId ?? joinId ?? "";
}
