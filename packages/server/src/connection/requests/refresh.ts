import { type RefreshValue, SignalingError } from "simple-webrtc-signaling-protocol";
import { credentials } from "simple-webrtc-signaling-protocol/schemas";
import type { Identity } from "../../auth/identity.ts";
import type { ConnectionContext } from "../connection-context.ts";
import type { IncomingEvent } from "../incoming-event.ts";

/** Handles `refresh(auth)`, which replaces the token before it expires. If the new token is refused, the old one stays. */
export async function refresh(
  context: ConnectionContext,
  event: IncomingEvent,
): Promise<RefreshValue> {
  const { hub, session, limits } = context;
  const parsed = credentials.safeParse(event.parameters[0]);
  if (!parsed.success || event.attachments.length > 0) {
    throw new SignalingError(
      "bad-message",
      "the argument of `refresh` has another form; pass `auth` as for a connection, such as { token }",
    );
  }
  const identity = await within(limits.replySeconds, context.reauthenticate(parsed.data));
  hub.renew(session, identity);
  context.watchExpiry(identity);
  return expiryOf(identity);
}

/** Returns the expiry of an identity; an empty object if it does not expire. */
export function expiryOf({ expiresAtMs }: Identity): RefreshValue {
  return expiresAtMs === undefined ? {} : { expiresAtMs };
}

/** Limits the time of the work, so that a slow hook does not delay the reply. */
async function within<Value>(seconds: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const reason = `the authentication took longer than ${seconds} s, so the present token stays in use; try again`;
      reject(new SignalingError("unavailable", reason));
    }, seconds * 1_000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
