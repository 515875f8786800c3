import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Peer, Room } from "simple-webrtc-signaling-client";
import type { Entry } from "./entry.ts";
import { readTrace, type SavedTrace } from "./read-trace.ts";
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
    return this.#saved?.selfId ?? this.#room?.peerId ?? "you";
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
    const saved = readTrace(await file.text());
    if (!saved) {
      this.problem = `“${file.name}” is not a saved trace.`;
      this.#host.requestUpdate();
      return;
    }
    this.#saved = saved;
    this.#watch(saved.trace);
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
