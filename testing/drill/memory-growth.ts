import { residentMegabytes } from "../kit/resident-memory.ts";

/** The interval at which the memory is read, in milliseconds. */
const sampleMs = 200;

/** The greatest growth of the memory of one of some processes. */
export class MemoryGrowth {
  readonly #pids: readonly number[];
  readonly #before: readonly number[];
  readonly #timer: NodeJS.Timeout;
  #megabytes = 0;

  constructor(pids: readonly number[]) {
    this.#pids = pids;
    this.#before = pids.map((pid) => residentMegabytes(pid) ?? 0);
    this.#timer = setInterval(() => this.#sample(), sampleMs);
  }

  get megabytes(): number {
    return this.#megabytes;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    for (const [index, pid] of this.#pids.entries()) {
      const grown = (residentMegabytes(pid) ?? 0) - (this.#before[index] ?? 0);
      this.#megabytes = Math.max(this.#megabytes, grown);
    }
  }
}
