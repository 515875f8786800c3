import type { Peer } from "../cluster/directory.ts";
import { Rooms } from "./rooms.ts";
import { presentPeerOf, type Session } from "./session.ts";

/** The sessions of this node. */
export class LocalSessions {
  /** The peers of each room, connected or away. */
  readonly members = new Rooms<Session>();
  readonly #all = new Set<Session>();

  /** Returns all sessions, including visitors and away sessions. */
  all(): Iterable<Session> {
    return this.#all;
  }

  add(session: Session): void {
    this.#all.add(session);
  }

  /** Returns the session of a peer, if it is on this node. */
  of({
    room,
    peerId,
    sessionId,
  }: Pick<Peer, "room" | "peerId" | "sessionId">): Session | undefined {
    const session = this.members.get(room, peerId);
    return session && presentPeerOf(session)?.sessionId === sessionId ? session : undefined;
  }

  /** Forgets a session, whose state becomes `gone`. */
  end(session: Session): void {
    const peer = presentPeerOf(session);
    if (peer && this.members.get(peer.room, peer.peerId) === session) {
      this.members.delete(peer.room, peer.peerId);
    }
    this.#all.delete(session);
    session.state = { kind: "gone" };
  }

  /** Forgets all sessions. They cannot be resumed on this node. */
  clear(): void {
    for (const session of this.#all) session.resumable = undefined;
    this.#all.clear();
    this.members.clear();
  }
}
