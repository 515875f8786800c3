import type { Identity } from "../auth/identity.ts";
import { type Page, type PageRequest, pageOf } from "../cluster/page.ts";
import { addressKeyOf, withoutMapping } from "../limits/client-address.ts";

export const banKinds = ["identity", "address", "token"] as const;

/** The kind of a banned value: the subject of an identity, an address, or the id (`jti`) of a token. */
export type BanKind = (typeof banKinds)[number];

export interface BanKey {
  readonly kind: BanKind;
  /** The subject; the address, of IPv6 its /64; or the id of the token. */
  readonly value: string;
}

export interface Ban extends BanKey {
  /** The time from which the ban has no effect, in milliseconds since 1970. */
  readonly untilMs: number;
  /** The time of the last change, in milliseconds since 1970. */
  readonly changedAtMs: number;
  /** The subject of the administrator; absent: the holder of the admin token. */
  readonly actor?: string | undefined;
}

/** A ban as nodes exchange it. A lifted ban is kept until its end, so that a node with an earlier record learns of the lift. */
export interface BanRecord extends Ban {
  readonly isLifted: boolean;
}

/** The largest number of records, which limits the memory and the size of an exchange between nodes. */
export const mostBans = 10_000;

/**
 * Returns the key under which a ban is stored: of an IPv6 address its /64, which one customer owns. Proxies write the address of an
 * IPv4 client as `::ffff:192.0.2.1`, too.
 */
export function banKeyOf({ kind, value }: BanKey): BanKey {
  return { kind, value: kind === "address" ? addressKeyOf(withoutMapping(value)) : value };
}

/** Holds the bans that this node knows. Of two records of one key, the later change prevails on all nodes. */
export class BanList {
  readonly #records = new Map<string, BanRecord>();

  get size(): number {
    return this.#records.size;
  }

  /** Returns the ban of a key, if it is in effect. */
  get(key: BanKey, nowMs: number): Ban | undefined {
    // Most servers have no bans, and this is asked for each connection.
    if (this.#records.size === 0) return undefined;
    const record = this.#records.get(nameOf(key));
    return record && isInEffect(record, nowMs) ? record : undefined;
  }

  /** Returns the ban that applies to a client. `address`: its key in the limits. */
  of(
    { subject, tokenId }: Pick<Identity, "subject" | "tokenId">,
    address: string | undefined,
    nowMs: number,
  ): Ban | undefined {
    const values = { identity: subject, address, token: tokenId };
    for (const kind of banKinds) {
      const value = values[kind];
      const ban = value === undefined ? undefined : this.get({ kind, value }, nowMs);
      if (ban) return ban;
    }
    return undefined;
  }

  /** Stores a record unless a later one is known. Returns whether it was stored. */
  merge(record: BanRecord): boolean {
    const name = nameOf(record);
    const known = this.#records.get(name);
    if (known && known.changedAtMs >= record.changedAtMs) return false;
    this.#records.set(name, record);
    return true;
  }

  /** Returns all records that have not ended, and forgets the others. */
  records(nowMs: number): readonly BanRecord[] {
    for (const [name, { untilMs }] of this.#records)
      if (untilMs <= nowMs) this.#records.delete(name);
    return [...this.#records.values()];
  }

  /** Returns a page of the bans in effect, sorted by kind and value. */
  page(request: PageRequest, nowMs: number): Page<Ban> {
    return pageOf(
      this.records(nowMs).filter((record) => isInEffect(record, nowMs)),
      nameOf,
      request,
    );
  }
}

function isInEffect({ isLifted, untilMs }: BanRecord, nowMs: number): boolean {
  return !isLifted && untilMs > nowMs;
}

const nameOf = ({ kind, value }: BanKey) => `${kind} ${value}`;
