import type { Refusal } from "simple-webrtc-signaling-protocol";
import type { Account } from "./accounts.ts";
import type { Budget } from "./budget.ts";

export interface GuestOptions {
  /** As it is counted. */
  readonly address: string;
  readonly budget: Budget;
  readonly ofAddress: Account;
  /** The account of the identity that came in, if it has a subject. */
  readonly accountOf: (subject: string) => Account;
  /** One more socket is let in, or one that was not is gone. */
  readonly settled: () => void;
  readonly left: () => void;
}

/** One connection, from its handshake to its end, as far as it is counted. */
export class Guest {
  readonly address: string;
  readonly budget: Budget;
  readonly #options: GuestOptions;
  #isSettled = false;
  #isGone = false;

  readonly #holds: Account[] = [];

  constructor(options: GuestOptions) {
    this.#options = options;
    this.address = options.address;
    this.budget = options.budget;
    this.#hold(options.ofAddress);
  }

  /** It has shown who it is. `undefined`, or the refusal if its identity connects too often. */
  admit(subject: string | undefined): Refusal | undefined {
    if (this.#isGone || this.#isSettled) return undefined;
    if (subject !== undefined) {
      const account = this.#options.accountOf(subject);
      const refusal = this.budget.takeOf("identity", account.allowance, "connects");
      if (refusal) return refusal;
      this.budget.share(account.allowance);
      this.#hold(account);
    }
    this.#settle();
    return undefined;
  }

  leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const account of this.#holds) account.sockets -= 1;
    this.#settle();
    this.#options.left();
  }

  /** An account in use is not forgotten. */
  #hold(account: Account): void {
    account.sockets += 1;
    this.#holds.push(account);
  }

  #settle(): void {
    if (!this.#isSettled) this.#options.settled();
    this.#isSettled = true;
  }
}
