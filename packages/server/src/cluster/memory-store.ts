import type { Claim, Entry, Move, MoveOutcome, RoomSummary } from "./directory.ts";
import { Endings } from "./endings.ts";
import { movedEntry } from "./moved-entry.ts";
import { type Page, type PageRequest, pageOf } from "./page.ts";
import type { ClaimResult, SnapshotNeed, StoreEvent } from "./store.ts";
import { SubjectRooms } from "./subject-rooms.ts";

interface Room {
  /** The number of the last change. */
  number: number;
  readonly entries: Map<string, Entry>;
  /** The number of peers of each node. */
  readonly nodes: Map<string, number>;
}

interface Bequest {
  readonly node: string;
  /** The node that keeps the sessions; `undefined`: no node is left. */
  readonly heir: string | undefined;
  readonly graceMs: number;
}

/** The receivers of a change. Default: all nodes of the room. */
interface Receivers {
  /** Does not receive the change. */
  readonly except?: string;
}

/** How the store reaches a node. */
export type SendEvent = (event: StoreEvent) => void;

/** The shared memory of the nodes of one process. Its methods are the operations of a `DirectoryStore`. */
export class MemoryStore {
  readonly #rooms = new Map<string, Room>();
  readonly #subjects = new SubjectRooms();
  readonly #endings = new Endings();
  /** The live nodes, in the order in which they joined. */
  readonly #nodes = new Map<string, SendEvent>();
  /** The highest change number or generation that was ever given, so that none is given twice. */
  #highest = 0;

  addNode(node: string, send: SendEvent): void {
    this.#nodes.set(node, send);
  }

  /** Removes a node, which receives no more events. Its entries stay until it is given up. */
  removeNode(node: string): void {
    this.#nodes.delete(node);
  }

  /** The lease of a node has ended: its peers without a session leave, and another node keeps its sessions as away. */
  giveUp(node: string, graceMs: number): void {
    const [heir] = this.#nodes.keys();
    for (const [name, room] of [...this.#rooms]) {
      if (room.nodes.has(node)) this.#bequeath(name, room, { node, heir, graceMs });
    }
  }

  claim(node: string, claim: Claim, { needsSnapshot }: SnapshotNeed): ClaimResult {
    const { peer, subject, joinedAtMs, proof, maxPeersPerRoom, maxRoomsPerIdentity } = claim;
    const { room: name, peerId } = peer;
    const holder = this.#find(name, peerId);
    if (holder) return { type: "taken", holder };
    const peers = this.#rooms.get(name)?.entries.size ?? 0;
    if (maxPeersPerRoom > 0 && peers >= maxPeersPerRoom) return { type: "full" };
    if (this.#subjects.isFull(subject, name, maxRoomsPerIdentity)) {
      return { type: "too-many-rooms" };
    }
    const generation = this.#next();
    const state = proof ? "resumable" : "plain";
    const awayUntilMs = 0;
    const entry = {
      peer,
      node,
      generation,
      state,
      awayUntilMs,
      subject,
      joinedAtMs,
      proof,
    } as const;
    const room = this.#roomOf(name);
    room.entries.set(peerId, entry);
    this.#count(room, node, 1);
    this.#subjects.add(subject, name);
    const number = this.#nextNumber(room);
    this.#tell(room, { type: "joined", number, entry }, needsSnapshot ? { except: node } : {});
    if (needsSnapshot) this.look(node, name);
    return { type: "granted", isOpening: peers === 0 };
  }

  move(node: string, move: Move, { needsSnapshot }: SnapshotNeed): MoveOutcome {
    const { room: name, peerId, sessionId } = move;
    const entry = this.#find(name, peerId);
    const room = this.#rooms.get(name);
    if (!entry || !room || entry.peer.sessionId !== sessionId) {
      return { type: "absent", ending: this.#endings.get(sessionId) };
    }
    const unplaced = movedEntry(entry, move);
    if (!unplaced) return { type: "refused", entry };
    const moved: Entry = { ...unplaced, node, generation: this.#next() };
    this.#replace(room, moved, needsSnapshot ? { except: node } : {});
    if (needsSnapshot) this.look(node, name);
    return { type: "moved" };
  }

  away({ peer, generation }: Entry, graceMs: number): void {
    const held = this.#find(peer.room, peer.peerId);
    const room = this.#rooms.get(peer.room);
    if (!held || !room || held.peer.sessionId !== peer.sessionId) return;
    if (held.generation > generation) return;
    this.#replace(room, { ...held, state: "away", awayUntilMs: Date.now() + graceMs });
  }

  leave({ peer, generation }: Entry, ending: string | undefined, keepMs: number): boolean {
    const held = this.#find(peer.room, peer.peerId);
    const isSame = held?.peer.sessionId === peer.sessionId;
    if (isSame && (held.generation <= generation || held.state === "away")) {
      if (ending !== undefined) this.#endings.set(peer.sessionId, ending, keepMs);
      this.#remove(held);
    }
    return !this.#rooms.has(peer.room);
  }

  close(name: string, ending: string, keepMs: number): readonly Entry[] {
    const room = this.#rooms.get(name);
    if (!room) return [];
    const entries = [...room.entries.values()];
    this.#rooms.delete(name);
    for (const { peer, subject, proof } of entries) {
      this.#subjects.remove(subject, name);
      if (proof) this.#endings.set(peer.sessionId, ending, keepMs);
    }
    for (const node of room.nodes.keys()) this.#send(node, { type: "closed", room: name, ending });
    return entries;
  }

  look(node: string, name: string): void {
    const room = this.#rooms.get(name);
    const entries = [...(room?.entries.values() ?? [])];
    this.#send(node, { type: "snapshot", room: name, number: room?.number ?? 0, entries });
  }

  list(name: string): readonly Entry[] {
    return [...(this.#rooms.get(name)?.entries.values() ?? [])];
  }

  rooms(request: PageRequest): Page<RoomSummary> {
    const { items, ...rest } = pageOf(this.#rooms.keys(), (room) => room, request);
    const peersOf = (room: string) => this.#rooms.get(room)?.entries.size ?? 0;
    return { items: items.map((room) => ({ room, peers: peersOf(room) })), ...rest };
  }

  isPresent(subject: string): boolean {
    return this.#subjects.has(subject);
  }

  nodes(): readonly string[] {
    return [...this.#nodes.keys()];
  }

  #bequeath(name: string, room: Room, { node, heir, graceMs }: Bequest): void {
    const hasView = heir === undefined || room.nodes.has(heir);
    for (const entry of [...room.entries.values()]) {
      if (entry.node !== node) continue;
      if (entry.state === "plain" || heir === undefined) this.#remove(entry);
      else {
        const adopted = { ...entry, ...awayFor(entry, graceMs), node: heir };
        this.#replace(
          room,
          { ...adopted, generation: this.#next() },
          hasView ? {} : { except: heir },
        );
      }
    }
    if (!hasView && room.nodes.has(heir)) this.look(heir, name);
  }

  #find(room: string, peerId: string): Entry | undefined {
    return this.#rooms.get(room)?.entries.get(peerId);
  }

  #roomOf(name: string): Room {
    const known = this.#rooms.get(name);
    if (known) return known;
    const room: Room = { number: this.#next(), entries: new Map(), nodes: new Map() };
    this.#rooms.set(name, room);
    return room;
  }

  /** Replaces an entry of the same session, which keeps its place in the order. */
  #replace(room: Room, entry: Entry, receivers: Receivers = {}): void {
    const { peerId } = entry.peer;
    const before = room.entries.get(peerId);
    room.entries.set(peerId, entry);
    this.#count(room, entry.node, 1);
    // The node of the earlier entry also receives the change.
    this.#tell(room, { type: "moved", number: this.#nextNumber(room), entry }, receivers);
    if (before) this.#count(room, before.node, -1);
  }

  #remove(entry: Entry): void {
    const { room: name, peerId } = entry.peer;
    const room = this.#rooms.get(name);
    if (!room?.entries.delete(peerId)) return;
    this.#subjects.remove(entry.subject, name);
    const { sessionId } = entry.peer;
    const number = this.#nextNumber(room);
    this.#tell(room, { type: "left", number, room: name, peerId, sessionId });
    this.#count(room, entry.node, -1);
    if (room.entries.size === 0) this.#rooms.delete(name);
  }

  #count(room: Room, node: string, by: number): void {
    const peers = (room.nodes.get(node) ?? 0) + by;
    if (peers > 0) room.nodes.set(node, peers);
    else room.nodes.delete(node);
  }

  #nextNumber(room: Room): number {
    room.number += 1;
    this.#highest = Math.max(this.#highest, room.number);
    return room.number;
  }

  #tell(room: Room, event: StoreEvent, { except }: Receivers = {}): void {
    for (const node of room.nodes.keys()) if (node !== except) this.#send(node, event);
  }

  #send(node: string, event: StoreEvent): void {
    this.#nodes.get(node)?.(event);
  }

  #next(): number {
    this.#highest += 1;
    return this.#highest;
  }
}

/** An away session that changes its node keeps the end of its grace period. */
function awayFor(
  { state, awayUntilMs }: Entry,
  graceMs: number,
): Pick<Entry, "state" | "awayUntilMs"> {
  return { state: "away", awayUntilMs: state === "away" ? awayUntilMs : Date.now() + graceMs };
}
