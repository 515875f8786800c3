import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Peer, Room } from "simple-webrtc-signaling-client";
import type { Entry } from "./entry.ts";
import { FileProblem } from "./file-problem.ts";
import type { Inspection } from "./inspection.ts";
import type { SavedTrace } from "./saved-trace.ts";
import { Trace } from "./trace.ts";
import { traceOf } from "./trace-of.ts";

/** The part of a trace that is shown. */
interface Extract {
  readonly entries: readonly Entry[];
  readonly letGo: number;
}

/** The source of the rows: the trace of the room, its state before a pause, or a file. */
export class Source implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #room: Room | undefined;
  #saved: SavedTrace | undefined;
  #trace = new Trace();
  #off: (() => void) | undefined;
  #before: Extract | undefined;
  /** Why a file could not be opened; empty if nothing is wrong. */
  problem = "";

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get trace(): Trace {
    return this.#trace;
  }

  get shown(): Extract {
    return this.#before ?? this.#trace;
  }

  get isSaved(): boolean {
    return this.#saved !== undefined;
  }

  get isPaused(): boolean {
    return this.#before !== undefined;
  }

  /** The number of events since the pause. */
  get waiting(): number {
    return this.#before ? countOf(this.#trace) - countOf(this.#before) : 0;
  }

  /** The peer whose view it is. */
  get selfId(): string {
    if (this.#saved) return this.#saved.selfId ?? "you";
    return this.#room?.peerId ?? "you";
  }

  /** Whether the ids of the peers decide which of them is polite, as the client does. */
  get hasRoles(): boolean {
    return !this.#saved || this.#saved.selfId !== undefined;
  }

  /** The measurements of a connection in a file. */
  savedInspection(id: string): Inspection | undefined {
    return this.#saved?.inspections.get(id);
  }

  /** The peers that are present after the last entry, as far as is known. */
  get thereNow(): readonly string[] {
    return this.#saved ? [] : (this.#room?.peers.map(({ id }) => id) ?? []);
  }

  /** The live connection to a peer; `undefined` if the peer left, or if a file is shown. */
  peerWith(id: string): Peer | undefined {
    return this.#saved ? undefined : this.#room?.peers.find((peer) => peer.id === id);
  }

  show(room: Room | undefined): void {
    this.#room = room;
    this.#saved = undefined;
    this.#watch(room ? traceOf(room) : new Trace());
  }

  backToRoom(): void {
    this.show(this.#room);
  }

  async open(file: File): Promise<void> {
    try {
      const { readFile } = await import("./read-file.ts");
      this.#saved = await readFile(file);
      this.#watch(this.#saved.trace);
    } catch (error) {
      const reason = error instanceof FileProblem ? error.message : `cannot be read: ${error}`;
      this.problem = `“${file.name}” ${reason}`;
      this.#host.requestUpdate();
    }
  }

  /** Measures the connections to all peers once; those of a file were measured before. */
  async inspectAll(): Promise<ReadonlyMap<string, Inspection>> {
    if (this.#saved) return this.#saved.inspections;
    const { inspect } = await import("./measuring.ts");
    const inspections = new Map<string, Inspection>();
    for (const peer of this.#room?.peers ?? []) {
      // A connection that was just closed cannot be measured.
      const inspection = await inspect(peer).catch(() => undefined);
      if (inspection) inspections.set(peer.id, inspection);
    }
    return inspections;
  }

  togglePause(): void {
    const { entries, letGo } = this.#trace;
    this.#before = this.#before ? undefined : { entries: [...entries], letGo };
    this.#host.requestUpdate();
  }

  clear(): void {
    if (this.#before) this.#before = { entries: [], letGo: 0 };
    this.#trace.clear();
  }

  hostConnected(): void {
    this.#off?.();
    this.#off = this.#trace.onChange(() => this.#host.requestUpdate());
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#off?.();
  }

  #watch(trace: Trace): void {
    this.#trace = trace;
    this.#before = undefined;
    this.problem = "";
    this.hostConnected();
  }
}

function countOf({ entries, letGo }: Extract): number {
  return entries.length + letGo;
}
