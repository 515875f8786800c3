import type { Refusal } from "simple-webrtc-signaling-protocol";
import type { Budget } from "./budget.ts";
import type { Quota } from "./quotas.ts";

export interface CountedConnectionOptions {
  /** The key of the address for limits. */
  readonly address: string;
  readonly budget: Budget;
  readonly addressQuota: Quota;
  /** Returns the quota of an identity. */
  readonly quotaOf: (subject: string) => Quota;
  /** The connection is authenticated, or has ended before. */
  readonly settled: () => void;
  readonly left: () => void;
}

/** Counts one connection in all limits, from its handshake to its end. */
export class CountedConnection {
  readonly address: string;
  readonly budget: Budget;
  readonly #options: CountedConnectionOptions;
  #isSettled = false;
  #isGone = false;

  readonly #held: Quota[] = [];

  constructor(options: CountedConnectionOptions) {
    this.#options = options;
    this.address = options.address;
    this.budget = options.budget;
    this.#hold(options.addressQuota);
  }

  /** Counts the connection as authenticated. Returns the refusal if its identity connects too often. */
  admit(subject: string | undefined): Refusal | undefined {
    if (this.#isGone || this.#isSettled) return undefined;
    if (subject !== undefined) {
      const quota = this.#options.quotaOf(subject);
      const refusal = this.budget.takeOf("identity", quota.buckets, "connects");
      if (refusal) return refusal;
      this.budget.share(quota.buckets);
      this.#hold(quota);
    }
    this.#settle();
    return undefined;
  }

  leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const quota of this.#held) quota.sockets -= 1;
    this.#settle();
    this.#options.left();
  }

  /** Keeps a quota from being deleted while it is in use. */
  #hold(quota: Quota): void {
    quota.sockets += 1;
    this.#held.push(quota);
  }

  #settle(): void {
    if (!this.#isSettled) this.#options.settled();
    this.#isSettled = true;
  }
}
