import { readFileSync } from "node:fs";

const intervalMs = 100;

/** Megabytes a process has in memory now (`VmRSS`); `undefined` once it is gone, or where there is no /proc. */
function residentMegabytes(pid: number): number | undefined {
  try {
    const [, kilobytes] =
      /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
  } catch {
    return undefined;
  }
}

/** Looks at the memory of a process ten times a second. */
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

  /** By how many megabytes the highest sample is above the first. */
  get peakGrowth(): number {
    return Math.max(...this.#samples) - (this.#samples[0] ?? 0);
  }

  /** From now on everything is compared with now. */
  restart(): void {
    this.#samples.splice(0, this.#samples.length - 1);
  }

  /**
   * By how many megabytes the last third's median is above that of the third before it: whether memory
   * still grows when everything has been there once.
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
