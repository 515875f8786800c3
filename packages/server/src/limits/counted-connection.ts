import type { Refusal } from "simple-webrtc-signaling-protocol";
import type { Budget } from "./budget.ts";
import type { Quota } from "./quotas.ts";

export interface CountedConnectionOptions {
  /** As it is counted. */
  readonly address: string;
  readonly budget: Budget;
  readonly addressQuota: Quota;
  /** The account of the identity that came in, if it has a subject. */
  readonly quotaOf: (subject: string) => Quota;
  /** One more socket is let in, or one that was not is gone. */
  readonly settled: () => void;
  readonly left: () => void;
}

/** One connection, from its handshake to its end, as far as it is counted. */
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

  /** It has shown who it is. `undefined`, or the refusal if its identity connects too often. */
  admit(subject: string | undefined): Refusal | undefined {
    if (this.#isGone || this.#isSettled) return undefined;
    if (subject !== undefined) {
      const account = this.#options.quotaOf(subject);
      const refusal = this.budget.takeOf("identity", account.buckets, "connects");
      if (refusal) return refusal;
      this.budget.share(account.buckets);
      this.#hold(account);
    }
    this.#settle();
    return undefined;
  }

  leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const account of this.#held) account.sockets -= 1;
    this.#settle();
    this.#options.left();
  }

  /** An account in use is not forgotten. */
  #hold(account: Quota): void {
    account.sockets += 1;
    this.#held.push(account);
  }

  #settle(): void {
    if (!this.#isSettled) this.#options.settled();
    this.#isSettled = true;
  }
}
