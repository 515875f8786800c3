import { SignalingError } from "simple-webrtc-signaling-protocol";
import { direct } from "simple-webrtc-signaling-protocol/schemas";
import { relay } from "../../hub/relay.ts";
import type { Session } from "../../hub/session.ts";
import { type Arrival, directContentOf } from "./arrival.ts";
import type { Gateway } from "./handler.ts";

/** `messageOne({ target, message })`: to one peer of the room. */
export async function messageOne(
  { hub }: Gateway,
  session: Session,
  arrival: Arrival,
): Promise<null> {
  const parsed = direct.safeParse(arrival.parameters[0]);
  if (!parsed.success) {
    throw new SignalingError("bad-message", "`messageOne` takes { target: string, message }");
  }
  await relay(hub, session, { target: parsed.data.target, content: directContentOf(arrival) });
  return null;
}
