import type { Refusal } from "simple-webrtc-signaling-protocol";
import type { Budget } from "./budget.ts";
import type { Quota } from "./quotas.ts";

/** The counts of the whole server, which each connection changes. */
export interface ConnectionCounts {
  quotaOf(subject: string): Quota;
  /** A connection is authenticated, or has ended before. */
  settled(): void;
  left(): void;
}

/** Counts one connection in all limits, from its handshake to its end. */
export class CountedConnection {
  readonly budget: Budget;
  readonly #counts: ConnectionCounts;
  readonly #ofAddress: Quota;
  #ofIdentity: Quota | undefined;
  #isSettled = false;
  #isGone = false;

  constructor(counts: ConnectionCounts, ofAddress: Quota, budget: Budget) {
    this.budget = budget;
    this.#counts = counts;
    // A quota with sockets is not deleted.
    ofAddress.sockets += 1;
    this.#ofAddress = ofAddress;
  }

  /** Counts the connection as authenticated. Returns the refusal if its identity connects too often. */
  admit(subject: string | undefined): Refusal | undefined {
    if (this.#isGone || this.#isSettled) return undefined;
    if (subject !== undefined) {
      const quota = this.#counts.quotaOf(subject);
      const refusal = this.budget.takeOf("identity", quota.buckets, "connects");
      if (refusal) return refusal;
      this.budget.share(quota.buckets);
      quota.sockets += 1;
      this.#ofIdentity = quota;
    }
    this.#settle();
    return undefined;
  }

  leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#ofAddress.sockets -= 1;
    if (this.#ofIdentity) this.#ofIdentity.sockets -= 1;
    this.#settle();
    this.#counts.left();
  }

  #settle(): void {
    if (!this.#isSettled) this.#counts.settled();
    this.#isSettled = true;
  }
}
