import { broadcast } from "../../hub/broadcast.ts";
import type { Session } from "../../hub/session.ts";
import { type Arrival, contentOf } from "./arrival.ts";
import type { Gateway } from "./handler.ts";

/** `message(content)`: to everyone else in the room. */
export function message({ hub }: Gateway, session: Session, arrival: Arrival): null {
  broadcast(hub, session, contentOf(arrival));
  return null;
}
