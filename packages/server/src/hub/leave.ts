import { announce } from "./announce.ts";
import { dismiss } from "./dismiss.ts";
import type { Hub } from "./hub.ts";
import type { Session } from "./session.ts";

/** Ends a session for good. If it was a peer, its id is freed and everyone else in the room is told. */
export async function leave(hub: Hub, session: Session): Promise<void> {
  const peer = await dismiss(hub, session);
  if (peer) announce(hub, peer, "close");
}
