import type { Change, Entry, Peer } from "../cluster/directory.ts";
import { attempt } from "../telemetry/attempt.ts";
import { endingRefusal } from "./ended-sessions.ts";
import { leave, reportLeft } from "./leave.ts";
import { entryOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** Handles a change of the directory, made by this or another node: announces it, and ends sessions that lost their place. */
export function handleChange(hub: HubState, change: Change): void {
  switch (change.type) {
    case "joined":
      announce(hub, change.entry, "joined");
      break;
    case "left":
      endLost(hub, change.entry);
      if (change.isAnnounced) announce(hub, change.entry, "left");
      break;
    case "moved":
      replace(hub, change.entry);
      break;
    case "adopted":
      adopt(hub, change.entry);
      break;
    case "expired":
      expire(hub, change.entry);
      break;
    case "opened":
    case "emptied":
      hub.report({ type: `room.${change.type}`, room: change.room });
      break;
    case "closed":
      close(hub, change.entries);
  }
}

/** Announces a change to all other peers of the room: to stock clients now, to others with the next batch. */
function announce({ local, presence }: HubState, entry: Entry, type: "joined" | "left"): void {
  const { peer } = entry;
  const event = { type, peerId: peer.peerId };
  for (const session of local.members.members(peer.room)) {
    if (!session.resumable && session.socketId !== peer.socketId) session.connection.send(event);
  }
  if (type === "joined") presence.join(peer, isRestored(entry));
  else presence.leave(peer);
}

function isRestored({ proof }: Entry): boolean {
  return proof?.restored !== undefined && proof.issued === 1;
}

/**
 * The session has another connection, or another generation after this node had no contact. Requests of the last
 * connection are refused from now on: its state is `gone`.
 */
function replace(hub: HubState, entry: Entry): void {
  const session = earlierSession(hub, entry.peer, entry.generation - 1);
  if (!session) return;
  const isConnected = session.state.kind === "peer";
  if (isConnected && entry.node === hub.node.id && entry.peer.socketId === session.socketId) {
    session.state = { kind: "peer", peer: entry.peer, entry };
    return;
  }
  forget(hub, session);
  if (!isConnected) return;
  session.connection.end({
    code: "peer-replaced",
    reason: "you were replaced by a newer connection",
  });
}

/**
 * The directory has removed the peer of a session, for example while this node had no contact to it. Nobody else reports the
 * leave: the peers that other nodes give up leave without facts. A session that this node has adopted has left on the
 * node of its last connection, which reports it.
 */
function endLost(hub: HubState, entry: Entry): void {
  const session = earlierSession(hub, entry.peer, entry.generation);
  const held = session && entryOf(session);
  if (!held) return;
  forget(hub, session);
  session.connection.end({ code: "unavailable", reason: "the peer was removed; connect again" });
  if (session.gateway !== undefined) reportLeft(hub, session, held);
}

/** Keeps an away session whose connection was on another node. */
function adopt(hub: HubState, entry: Entry): void {
  const { peer, subject } = entry;
  const { sessionId, socketId, room, peerId } = peer;
  const session: Session = {
    socketId,
    gateway: undefined,
    address: undefined,
    order: { number: 0, openedAtMs: 0 },
    identity: { subject, permissions: [] },
    connection: {
      send: () => "closed",
      isAlive: async () => false,
      limits: () => [],
      end: () => {},
    },
    state: { kind: "away", peer, entry },
    resumable: { sessionId },
  };
  hub.local.add(session);
  hub.local.members.set(room, peerId, session);
}

function expire(hub: HubState, entry: Entry): void {
  const session = hub.local.of(entry.peer);
  if (session) void attempt(hub.report, () => leave(hub, session));
  else hub.node.directory.leave(entry);
}

/** All peers are removed first, so that they do not receive the leaves of the others. */
function close(hub: HubState, entries: readonly Entry[]): void {
  const [first] = entries;
  if (first) hub.presence.forget(first.peer.room);
  for (const { peer } of entries) {
    const session = hub.local.of(peer);
    const entry = session && entryOf(session);
    if (!entry) continue;
    if (session.resumable) hub.proofs.end(entry, "room-closed");
    forget(hub, session);
    session.connection.end(endingRefusal("room-closed"));
    reportLeft(hub, session, entry);
  }
}

/** Returns the session of a peer on this node, if its generation is not greater than the given one. */
function earlierSession({ local }: HubState, peer: Peer, generation: number): Session | undefined {
  const session = local.of(peer);
  const entry = session && entryOf(session);
  return entry && entry.generation <= generation ? session : undefined;
}

function forget({ local }: HubState, session: Session): void {
  local.end(session);
  session.resumable = undefined;
}
