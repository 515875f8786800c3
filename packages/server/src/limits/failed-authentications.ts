import { unixAddress } from "./client-address.ts";

export interface FailedAuthenticationsOptions {
  /** So many in the window block an address; 0 is never. */
  readonly most: number;
  readonly windowMs?: number;
  readonly nowMs: () => number;
}

const firstDelayMs = 100;
const longestDelayMs = 25_000;

/** Addresses that are remembered; of more, the oldest are forgotten. */
const mostAddresses = 100_000;

/** Slows down and then blocks who guesses, by address. */
export class FailedAuthentications {
  readonly #failures = new Map<string, number[]>();
  readonly #most: number;
  readonly #windowMs: number;
  readonly #nowMs: () => number;

  constructor({ most, windowMs = 30 * 60_000, nowMs }: FailedAuthenticationsOptions) {
    this.#most = most;
    this.#windowMs = windowMs;
    this.#nowMs = nowMs;
  }

  /** Notes a failure. */
  fail(address: string): void {
    if (this.#most === 0) return;
    const failures = this.#recent(address);
    failures.push(this.#nowMs());
    this.#failures.delete(address);
    this.#failures.set(address, failures.slice(-this.#most));
    this.#forget();
  }

  /** For how many milliseconds the answer to a failure of the address is to wait. */
  delayMs(address: string): number {
    const failures = this.#recent(address).length;
    return failures === 0 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
  }

  /** For how many more milliseconds the address is blocked; 0: it is not. */
  blockedForMs(address: string): number {
    if (address === unixAddress) return 0;
    const failures = this.#recent(address);
    const [oldest] = failures;
    if (oldest === undefined || failures.length < this.#most) return 0;
    return Math.ceil(oldest + this.#windowMs - this.#nowMs());
  }

  #recent(address: string): number[] {
    const since = this.#nowMs() - this.#windowMs;
    return (this.#failures.get(address) ?? []).filter((atMs) => atMs > since);
  }

  #forget(): void {
    if (this.#failures.size <= mostAddresses) return;
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined) this.#failures.delete(oldest);
  }
}
