import { unixAddress } from "./client-address.ts";

export interface FailedAuthenticationsOptions {
  /** The number of failures in the window that blocks an address; 0 disables the block. */
  readonly most: number;
  readonly windowMs?: number;
  readonly nowMs: () => number;
}

const firstDelayMs = 100;
const longestDelayMs = 25_000;

/** Maximum number of remembered addresses. */
const mostAddresses = 100_000;

/** Delays the responses to failed authentications of an address, and then blocks the address. */
export class FailedAuthentications {
  /** Is called with the address of each failure at this server. */
  onFailure: (address: string) => void = () => {};
  readonly #failures = new Map<string, number[]>();
  readonly #most: number;
  readonly #windowMs: number;
  readonly #nowMs: () => number;

  constructor({ most, windowMs = 30 * 60_000, nowMs }: FailedAuthenticationsOptions) {
    this.#most = most;
    this.#windowMs = windowMs;
    this.#nowMs = nowMs;
  }

  /** Records a failure at this server. */
  fail(address: string): void {
    this.count(address);
    if (this.#most > 0 && address !== unixAddress) this.onFailure(address);
  }

  /** Counts a failure, also of another server of the cluster. */
  count(address: string): void {
    if (this.#most === 0) return;
    const failures = this.#recent(address);
    failures.push(this.#nowMs());
    this.#failures.delete(address);
    this.#failures.set(address, failures.slice(-this.#most));
    this.#forget();
  }

  /** Returns the delay of the response to a failure of the address, in milliseconds. */
  delayMs(address: string): number {
    const failures = this.#recent(address).length;
    return failures === 0 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
  }

  /** Returns the remaining time of the block of an address, in milliseconds; 0 if it is not blocked. */
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
