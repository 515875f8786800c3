import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Entry } from "../cluster/directory.ts";
import { rosterAround } from "./roster.ts";
import type { Session } from "./session.ts";
import type { HubState } from "./state.ts";

/**
 * Makes a visitor the peer of an entry, when the directory has the entry. From now on, the session receives everything
 * that is for the peer. A client without a session receives the roster at once, because changes may follow at once.
 */
export function enter(hub: HubState, session: Session, entry: Entry): void {
  const { peer } = entry;
  if (session.state.kind !== "visitor") {
    // An administrator has removed the visitor in the meantime.
    hub.node.directory.leave(entry);
    return;
  }
  hub.local.members.set(peer.room, peer.peerId, session);
  session.state = { kind: "peer", peer, entry };
  session.resumable = entry.proof && { sessionId: peer.sessionId };
  if (entry.proof) return;
  const { peers } = rosterAround(hub, peer);
  session.connection.send({ type: "roster", peerId: peer.peerId, peers });
}

/** Returns the entry of a session that has just entered. Refuses with `not-ready` if the session has ended since. */
export function enteredOf({ state }: Session): Entry {
  if (state.kind === "peer") return state.entry;
  throw new SignalingError("not-ready", "this socket is disconnected; connect again");
}

export function refuseUnlessVisitor({ state }: Session): void {
  if (state.kind === "peer") {
    throw new SignalingError(
      "forbidden",
      `this socket is already the peer ${JSON.stringify(state.peer.peerId)}; open another socket for another peer id`,
    );
  }
  if (state.kind !== "visitor") {
    throw new SignalingError("not-ready", "this socket is disconnected; connect again");
  }
}
