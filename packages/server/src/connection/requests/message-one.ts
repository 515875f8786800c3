import { SignalingError } from "simple-webrtc-signaling-protocol";
import { direct } from "simple-webrtc-signaling-protocol/schemas";
import type { Receipt } from "../../hub/receipt.ts";
import type { ConnectionContext } from "../connection-context.ts";
import { directContentOf, type IncomingEvent } from "../incoming-event.ts";

/** Handles `messageOne({ target, message })`, which sends a content to one peer of the room. */
export function messageOne(
  { hub, session }: ConnectionContext,
  event: IncomingEvent,
): Receipt | null {
  const parsed = direct.safeParse(event.parameters[0]);
  if (!parsed.success) {
    throw new SignalingError(
      "bad-message",
      "the argument of `messageOne` has another form; pass { target: string, message }",
    );
  }
  const { target, targetSession } = parsed.data;
  const content = directContentOf(event);
  const receipt = hub.relay(session, {
    target,
    targetSession: targetSession ?? undefined,
    content,
  });
  return receipt ?? null;
}
