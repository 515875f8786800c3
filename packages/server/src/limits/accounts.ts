import { Allowance, type Rates } from "./allowance.ts";

/** What the sockets of one identity or one address may do together. */
export interface Account {
  readonly allowance: Allowance;
  sockets: number;
}

/** Accounts are cleared out when there are twice as many as were left the last time, or these. */
const fewest = 1_024;

/** The accounts of identities, or of addresses. One that is as good as new is forgotten. */
export class Accounts {
  readonly #accounts = new Map<string, Account>();
  readonly #rates: Rates;
  readonly #nowMs: () => number;
  #clearAt = fewest;

  constructor(rates: Rates, nowMs: () => number) {
    this.#rates = rates;
    this.#nowMs = nowMs;
  }

  get(key: string): Account {
    return this.#accounts.get(key) ?? this.#open(key);
  }

  get size(): number {
    return this.#accounts.size;
  }

  #open(key: string): Account {
    if (this.#accounts.size >= this.#clearAt) this.#clear();
    const account = { allowance: new Allowance(this.#rates, this.#nowMs()), sockets: 0 };
    this.#accounts.set(key, account);
    return account;
  }

  #clear(): void {
    const nowMs = this.#nowMs();
    for (const [key, { sockets, allowance }] of this.#accounts) {
      if (sockets === 0 && allowance.isFull(nowMs)) this.#accounts.delete(key);
    }
    this.#clearAt = Math.max(fewest, 2 * this.#accounts.size);
  }
}
