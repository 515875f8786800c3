import type { ConnectionContext } from "../connection-context.ts";
import { contentOf, type IncomingEvent } from "../incoming-event.ts";

/** Handles `message(content)`, which sends a content to all other peers of the room. */
export function message({ hub, session }: ConnectionContext, event: IncomingEvent): null {
  hub.broadcast(session, contentOf(event));
  return null;
}
