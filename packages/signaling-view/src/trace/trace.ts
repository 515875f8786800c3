import type { Entry, Happening, Stamp } from "./entry.ts";

/** Older entries are discarded, so that a page may stay open for days. */
export const mostEntries = 500;

export type About = Omit<Stamp, "id" | "atMs"> & { readonly atMs?: number };

interface TraceOptions {
  readonly most?: number;
  /** For a trace that continues an earlier one: the number of its discarded entries, … */
  readonly letGo?: number;
  /** … and when it began. */
  readonly startedAtMs?: number;
  readonly nowMs?: () => number;
}

/** The newest events of a room, oldest first. */
export class Trace {
  readonly #most: number;
  readonly #nowMs: () => number;
  readonly #entries: Entry[] = [];
  readonly #listeners = new Set<() => void>();
  #nextId = 1;
  #startedAtMs: number | undefined;
  #letGo: number;

  constructor(options: TraceOptions = {}) {
    const { most = mostEntries, letGo = 0, startedAtMs, nowMs = Date.now } = options;
    this.#most = most;
    this.#letGo = letGo;
    this.#startedAtMs = startedAtMs;
    this.#nowMs = nowMs;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** The time of the first entry, even after it was discarded; `undefined` without entries. */
  get startedAtMs(): number | undefined {
    return this.#startedAtMs;
  }

  /** The number of older entries that were discarded. */
  get letGo(): number {
    return this.#letGo;
  }

  record(happening: Happening, { atMs = this.#nowMs(), ...about }: About = {}): void {
    this.#startedAtMs ??= atMs;
    this.#entries.push({ id: this.#nextId++, atMs, ...about, ...happening });
    if (this.#entries.length > this.#most) {
      this.#entries.shift();
      this.#letGo += 1;
    }
    this.#tell();
  }

  clear(): void {
    this.#entries.length = 0;
    this.#startedAtMs = undefined;
    this.#letGo = 0;
    this.#tell();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
