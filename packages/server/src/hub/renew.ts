import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity } from "../auth/identity.ts";
import { permitPlace } from "./permit.ts";
import type { Session } from "./session.ts";

/**
 * Replaces the identity of a session by another one of the same subject, which must permit its room and peer id. Refuses
 * with `forbidden`.
 */
export function renew(session: Session, identity: Identity): void {
  if (session.state.kind === "gone")
    throw new SignalingError("not-ready", "this socket is disconnected; connect again");
  if (identity.subject !== session.identity.subject) {
    throw new SignalingError(
      "forbidden",
      "the token belongs to another user; refresh with a token of the same user",
    );
  }
  if (session.state.kind === "peer") permitPlace(identity, session.state.peer);
  session.identity = identity;
}
