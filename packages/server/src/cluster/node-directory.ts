import { AbsentPeers } from "./absent-peers.ts";
import { AwayTimers } from "./away-timers.ts";
import type {
  Change,
  Claim,
  ClaimOutcome,
  Directory,
  Entry,
  Leave,
  Move,
  MoveOutcome,
  RoomSummary,
  View,
} from "./directory.ts";
import { EntersUnderWay } from "./enters-under-way.ts";
import { movedEntry } from "./moved-entry.ts";
import { OwedOperations } from "./owed-operations.ts";
import type { Page, PageRequest } from "./page.ts";
import { RoomView } from "./room-view.ts";
import type { DirectoryStore, StoreEvent } from "./store.ts";
import { unavailable } from "./unavailable.ts";

export interface NodeDirectoryOptions {
  readonly node: string;
  readonly store: DirectoryStore;
  /** The grace period of an away session, in milliseconds. */
  readonly graceMs: number;
}

/** The statement of a node about its peers in one room. */
export interface Statement {
  /** The number of the last change that the node knows. */
  readonly number: number;
  readonly entries: readonly Entry[];
  /** The ids whose claim or move is under way, so the node states nothing about them. */
  readonly underWay: readonly string[];
  /** `false`: a peer of the node is among the ids that are under way. */
  readonly isComplete: boolean;
}

type RoomChange = Extract<StoreEvent, { readonly type: "joined" | "moved" | "left" }>;
type Arrival = Extract<StoreEvent, { readonly entry: Entry }>;
type Snapshot = Extract<StoreEvent, { readonly type: "snapshot" }>;
type Entered = (entry: Entry) => void;

/**
 * The directory of one node. It keeps a view of every room in which the node has peers, and updates the views with the
 * events of the store. A leave and a loss change the view at once; the store receives them afterwards, and again if that fails.
 */
export class NodeDirectory implements Directory {
  readonly #node: string;
  readonly #store: DirectoryStore;
  readonly #graceMs: number;
  readonly #views = new Map<string, RoomView>();
  readonly #underWay = new EntersUnderWay();
  /** By session id: losses and leaves. */
  readonly #owed: OwedOperations;
  /** By room. */
  readonly #looks: OwedOperations;
  readonly #awayTimers = new AwayTimers();
  /** By session id: entries that left here, and that the store may still have. */
  readonly #leaving = new Map<string, Entry>();
  #listener: (change: Change) => void = () => {};
  readonly #absent = new AbsentPeers();
  #isStopped = false;

  constructor({ node, store, graceMs }: NodeDirectoryOptions) {
    this.#node = node;
    this.#store = store;
    this.#graceMs = graceMs;
    const canTry = () => !store.isApart;
    this.#owed = new OwedOperations(canTry);
    this.#looks = new OwedOperations(canTry);
  }

  async claim(claim: Claim, entered: Entered): Promise<ClaimOutcome> {
    this.#refuseIfStopped();
    const { peer, joinedAtMs } = claim;
    const { room } = peer;
    const needsSnapshot = !this.#views.has(room);
    let isOpening: boolean | undefined;
    const outcome = await this.#underWay.run<ClaimOutcome>(
      { ...peer, joinedAtMs },
      (entry) => {
        // The event says it if the response is lost.
        isOpening ??= this.#isAlone(room);
        entered(entry);
      },
      "granted",
      async () => {
        const result = await this.#store.claim(claim, { needsSnapshot });
        if (result.type !== "granted") return result;
        isOpening = result.isOpening;
        return { type: "granted" };
      },
    );
    if (outcome.type === "granted" && isOpening) this.#listener({ type: "opened", room });
    return outcome;
  }

  async move(move: Move, entered: Entered): Promise<MoveOutcome> {
    this.#refuseIfStopped();
    const outcome = this.#store.isApart ? this.#moveHere(move, entered) : undefined;
    if (outcome) return outcome;
    const needsSnapshot = !this.#views.has(move.room);
    return this.#underWay.run(move, entered, "moved", () =>
      this.#store.move(move, { needsSnapshot }),
    );
  }

  away(entry: Entry, graceMs = this.#graceMs): void {
    if (this.#isStopped) return;
    const { sessionId, room } = entry.peer;
    const awayUntilMs = Date.now() + graceMs;
    const away: Entry = { ...entry, state: "away", awayUntilMs };
    this.#views.get(room)?.put(away);
    this.#watch(away);
    this.#owed.add(sessionId, () => this.#store.away(entry, graceMs));
  }

  leave(entry: Entry, { ending, isAnnounced = true }: Leave = {}): void {
    if (this.#isStopped) return;
    const { sessionId, room, peerId } = entry.peer;
    const view = this.#views.get(room);
    if (view?.get(peerId)?.peer.sessionId === sessionId) view.delete(peerId);
    this.#awayTimers.stop(sessionId);
    this.#leaving.set(sessionId, entry);
    this.#listener({ type: "left", entry, isAnnounced });
    this.#dropUnused(room);
    this.#owed.add(sessionId, async () => {
      const isEmpty = await this.#store.leave(entry, ending, this.#graceMs);
      // The leave may have been sent twice.
      if (this.#leaving.get(sessionId) !== entry) return;
      this.#leaving.delete(sessionId);
      if (isEmpty) this.#listener({ type: "emptied", room });
    });
  }

  close(room: string, ending: string): Promise<readonly Entry[]> {
    return this.#store.close(room, ending, this.#graceMs);
  }

  readAgain(room: string): Promise<void> {
    this.#refuseIfStopped();
    return this.#store.look(room);
  }

  view(room: string): View | undefined {
    return this.#views.get(room);
  }

  async list(room: string): Promise<readonly Entry[]> {
    // The view may lack peers that have just joined on another node.
    const listed = await this.#store.list(room).catch((error: unknown) => {
      const view = this.#views.get(room);
      if (!view) throw error;
      return [...view.entries()];
    });
    return listed.filter((entry) => !this.#hasLeft(entry));
  }

  rooms(request: PageRequest): Promise<Page<RoomSummary>> {
    return this.#store.rooms(request);
  }

  isPresent(subject: string): Promise<boolean> {
    return this.#store.isPresent(subject);
  }

  nodes(): Promise<readonly string[]> {
    return this.#store.nodes();
  }

  onChange(listener: (change: Change) => void): void {
    this.#listener = listener;
  }

  /** Forgets everything, without a message to the store. */
  stop(): void {
    this.#isStopped = true;
    this.#listener = () => {};
    this.#views.clear();
    this.#owed.clear();
    this.#looks.clear();
    this.#awayTimers.clear();
    this.#absent.end();
  }

  /** The directory has forgotten its peers, which says nothing about them. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Receives an event of the store. The events arrive in the order in which the store sent them. */
  receive(event: StoreEvent): void {
    if (this.#isStopped) return;
    if (event.type === "snapshot") this.#replaceView(event);
    else if (event.type === "closed") this.#closeView(event.room, event.ending);
    else this.#apply(event);
  }

  /** Returns the rooms of which this node has a view. */
  roomsHere(): Iterable<string> {
    return this.#views.keys();
  }

  /** Returns what this node states about its peers in a room. */
  statement(room: string): Statement {
    const view = this.#views.get(room);
    const underWay = this.#underWay.peerIdsIn(room);
    const own = [...(view?.entries() ?? [])].filter(({ node }) => node === this.#node);
    const entries = own.filter(({ peer }) => !underWay.has(peer.peerId));
    return {
      number: view?.number ?? 0,
      entries,
      underWay: [...underWay],
      isComplete: entries.length === own.length,
    };
  }

  /** Removes a peer of this node to which the store does not give its place back. */
  lose(entry: Entry): void {
    const { room, peerId } = entry.peer;
    const view = this.#views.get(room);
    const held = view?.get(peerId);
    if (!view || !held || !sameSession(held, entry) || held.node !== this.#node) return;
    this.#remove(view, held);
    this.#dropUnused(room);
  }

  /** Tells the store now what it does not know yet. */
  payOwed(): void {
    this.#owed.retry();
    this.#looks.retry();
  }

  /** Reads a room again. */
  look(room: string): void {
    this.#look(room);
  }

  /** Peers that the store lacks are kept. */
  get isKeepingAbsent(): boolean {
    return this.#absent.isWaiting;
  }

  /**
   * The store has lost its memory. For some time, a peer of another node that a snapshot lacks stays in the view, until
   * all nodes have restated their peers. All rooms are read again afterwards.
   */
  keepAbsent(durationMs: number): void {
    this.#absent.begin(durationMs, () => {
      for (const room of this.#views.keys()) this.#look(room);
    });
  }

  /** All live nodes have restated all their peers: their peers that the store still lacks have left. */
  haveRestated(nodes: readonly string[]): void {
    for (const room of this.#absent.release(nodes)) this.#look(room);
  }

  #refuseIfStopped(): void {
    if (this.#isStopped) throw unavailable("the server, which is closing,");
  }

  /**
   * Moves a session of this node without the store, which learns of it when there is contact again. The secret stays the
   * same, so that the client can also resume the session on a node with contact. Returns `undefined` if only the store
   * can decide.
   */
  #moveHere(move: Move, entered: Entered): MoveOutcome | undefined {
    const { room, peerId, sessionId, shown } = move;
    const view = this.#views.get(room);
    const before = view?.get(peerId);
    if (!view || before?.node !== this.#node || before.peer.sessionId !== sessionId)
      return undefined;
    const moved = movedEntry(before, { ...move, next: shown, instead: undefined });
    if (!moved?.proof || !before.proof) return undefined;
    const proof = { ...moved.proof, issued: before.proof.issued };
    const entry: Entry = {
      ...moved,
      proof,
      node: this.#node,
      generation: before.generation + 1,
    };
    view.put(entry);
    this.#owed.delete(sessionId);
    this.#awayTimers.stop(sessionId);
    this.#introduce(entry, before);
    entered(entry);
    return { type: "moved" };
  }

  #apply(change: RoomChange): void {
    const { room, peerId, sessionId } = change.type === "left" ? change : change.entry.peer;
    const view = this.#views.get(room);
    if (!view) {
      // The view was dropped while the change was under way.
      if (change.type !== "left" && change.entry.node === this.#node) this.#look(room);
      return;
    }
    if (change.number !== view.number + 1) {
      if (!view.isStale) this.#look(room);
      view.isStale = true;
      return;
    }
    view.number = change.number;
    const held = view.get(peerId);
    if (change.type !== "left") this.#enter(view, change);
    else if (held?.peer.sessionId === sessionId) this.#remove(view, held);
    this.#dropUnused(room);
  }

  #enter(view: RoomView, { entry }: Arrival): void {
    const held = view.get(entry.peer.peerId);
    const before = sameSession(held, entry);
    if (this.#isGivenUp(before, entry) || this.#hasLeft(entry)) return;
    if (!before) this.#remove(view, held);
    this.#absent.delete(entry);
    view.put(entry);
    this.#introduce(entry, before);
    this.#settle(entry, before);
  }

  #remove(view: RoomView, entry: Entry | undefined): void {
    if (!entry) return;
    view.delete(entry.peer.peerId);
    this.#forget(entry);
  }

  #replaceView({ room, number, entries }: Snapshot): void {
    const earlier = this.#views.get(room);
    const view = new RoomView();
    view.number = number;
    for (const entry of entries) {
      this.#absent.delete(entry);
      const held = sameSession(earlier?.get(entry.peer.peerId), entry);
      if (held && this.#isGivenUp(held, entry)) view.put(held);
      else if (!this.#hasLeft(entry)) view.put(entry);
    }
    const left = this.#keepOwn(earlier?.entries() ?? [], view);
    this.#views.set(room, view);
    for (const entry of left) this.#forget(entry);
    for (const entry of [...view.entries()]) {
      const before = sameSession(earlier?.get(entry.peer.peerId), entry);
      // The first snapshot is the roster of the first peer, so the other entries are no changes.
      if (earlier || this.#isEntering(entry)) this.#introduce(entry, before);
      this.#settle(entry, before);
    }
    this.#dropUnused(room);
  }

  /** Returns the entries that a new view lacks. The store does not decide about the peers of this node by their absence. */
  #keepOwn(earlier: Iterable<Entry>, view: RoomView): readonly Entry[] {
    const left: Entry[] = [];
    for (const entry of earlier) {
      const now = view.get(entry.peer.peerId);
      if (sameSession(now, entry)) continue;
      if (!now && (entry.node === this.#node || this.#absent.keep(entry))) view.put(entry);
      else left.push(entry);
    }
    return left;
  }

  #closeView(room: string, ending: string): void {
    const view = this.#views.get(room);
    if (!view) return;
    const entries = [...view.entries()];
    this.#views.delete(room);
    for (const { peer } of entries) this.#awayTimers.stop(peer.sessionId);
    this.#listener({ type: "closed", entries, ending });
  }

  #introduce(entry: Entry, before: Entry | undefined): void {
    if (!before) this.#listener({ type: "joined", entry });
    else if (before.generation !== entry.generation || before.state !== entry.state) {
      this.#listener({ type: "moved", entry, before });
    }
  }

  #forget(entry: Entry): void {
    this.#awayTimers.stop(entry.peer.sessionId);
    this.#listener({ type: "left", entry, isAnnounced: true });
  }

  /** Does what an entry means for this node: its connection enters, or its grace period begins. */
  #settle(entry: Entry, before: Entry | undefined): void {
    const { sessionId, socketId } = entry.peer;
    if (entry.node !== this.#node || entry.state !== "away") this.#awayTimers.stop(sessionId);
    if (entry.node !== this.#node) return;
    const isRestated = before?.peer.socketId === socketId && before.state === "resumable";
    const isKnown =
      before?.node === this.#node && (before.generation === entry.generation || isRestated);
    if (entry.state === "away") {
      this.#watch(entry);
      if (!isKnown) this.#listener({ type: "adopted", entry });
      return;
    }
    if (!this.#underWay.enter(entry) && !isKnown) this.#undo(entry);
  }

  /**
   * The store prefers an earlier connection of a session whose last connection is here, because this node had no contact:
   * another node has adopted the session, or the client resumed it here without the store. The session stays as it is
   * here, and the node takes it back when it restates its peers. The same applies to an earlier record of this node, and
   * to a record that this node has restated before the connection was lost.
   */
  #isGivenUp(held: Entry | undefined, entry: Entry): boolean {
    if (held?.node !== this.#node) return false;
    const isSameSocket = held.peer.socketId === entry.peer.socketId;
    if (entry.node === this.#node) {
      const isLost = held.state === "away" && entry.state === "resumable" && isSameSocket;
      return isLost || entry.generation < held.generation;
    }
    if (held.state !== "resumable") return false;
    const isAdopted = entry.state === "away" && isSameSocket;
    return isAdopted || (held.proof?.attempt ?? -1) > (entry.proof?.attempt ?? -1);
  }

  /** Undoes a claim or a move whose response did not arrive in time. The client of a moved session may try again. */
  #undo(entry: Entry): void {
    const { proof } = entry;
    // The client of a restored session tries again, too.
    if (!proof || (proof.issued === 1 && !proof.restored)) {
      const { room } = entry.peer;
      // The claim of the next peer may have been granted meanwhile, in a room that was open then.
      if (this.#isAlone(room)) this.#listener({ type: "opened", room });
      this.leave(entry);
    } else {
      this.away(entry);
      this.#listener({ type: "adopted", entry });
    }
  }

  #isEntering(entry: Entry): boolean {
    return this.#underWay.has(entry) && (entry.proof?.issued ?? 1) === 1;
  }

  /** A peer that has just entered is the only one of its room. */
  #isAlone(room: string): boolean {
    return this.#views.get(room)?.size === 1;
  }

  #watch(entry: Entry): void {
    this.#awayTimers.start(entry, () => this.#listener({ type: "expired", entry }));
  }

  /** A missing change is noticed once, so the snapshot must arrive. */
  #look(room: string): void {
    this.#looks.add(room, () => this.#store.look(room));
  }

  /** The connection of an entry, or a later one, has left here. */
  #hasLeft(entry: Entry): boolean {
    const left = this.#leaving.get(entry.peer.sessionId);
    return (
      left !== undefined && (entry.generation <= left.generation || sameConnection(entry, left))
    );
  }

  #dropUnused(room: string): void {
    if (this.#views.get(room)?.peersOf(this.#node) === 0) this.#views.delete(room);
  }
}

/** Returns whether two entries of a session have the same connection. A socket can join again after a lost response. */
function sameConnection(one: Entry, other: Entry): boolean {
  return one.peer.socketId === other.peer.socketId && one.joinedAtMs === other.joinedAtMs;
}

/** Returns an entry of the view if it belongs to the session of another entry. */
function sameSession(held: Entry | undefined, { peer }: Entry): Entry | undefined {
  return held?.peer.sessionId === peer.sessionId ? held : undefined;
}
