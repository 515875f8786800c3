import type { Session } from "../../hub/session.ts";
import type { Gateway } from "./handler.ts";
import { contentOf, type IncomingEvent } from "./incoming-event.ts";

/** Handles `message(content)`, which sends a content to all other peers of the room. */
export function message({ hub }: Gateway, session: Session, event: IncomingEvent): null {
  hub.broadcast(session, contentOf(event));
  return null;
}
