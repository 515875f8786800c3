import { residentMegabytes } from "../kit/resident-memory.ts";

const intervalMs = 100;

/** Samples the memory of a process ten times per second. */
export class MemoryWatch {
  readonly #samples: number[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    const look = () => {
      const megabytes = residentMegabytes(pid);
      if (megabytes !== undefined) this.#samples.push(megabytes);
    };
    look();
    this.#timer = setInterval(look, intervalMs);
  }

  /** The difference between the highest and the first sample, in megabytes. */
  get peakGrowth(): number {
    return Math.max(...this.#samples) - (this.#samples[0] ?? 0);
  }

  /** Sets the present sample as the reference. */
  restart(): void {
    this.#samples.splice(0, this.#samples.length - 1);
  }

  /**
   * Returns the difference between the medians of the last and the middle third, in megabytes: whether memory still grows
   * after every kind of input has occurred once.
   */
  get lateGrowth(): number {
    const third = Math.floor(this.#samples.length / 3);
    return (
      medianOf(this.#samples.slice(-third)) - medianOf(this.#samples.slice(-2 * third, -third))
    );
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
