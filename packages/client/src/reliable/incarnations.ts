import { randomId } from "../base/random-id.ts";
import type { RecentIds } from "../base/recent-ids.ts";
import type { Addresses } from "./numbered.ts";

/** The effect of an incoming message on the own state of a session pair. */
export interface Judgment {
  /** The other end has a new incarnation, or knows another incarnation of this end: the own state was discarded. */
  readonly isOver: boolean;
  /** The message belongs to the own state. Otherwise its sender must discard its state. */
  readonly isAccepted: boolean;
}

/** Length of an incarnation: 48 random bits suffice, because it is compared with the last 1,024 only. */
const characters = 12;

/**
 * Matches the states of the two ends of a session pair. Each end has an incarnation: a random id of its present state. Two ends
 * agree if they know each other's incarnation. Otherwise one end lost its state, and both ends discard theirs.
 */
export class Incarnations {
  #own = newIncarnation();
  #other: string | undefined;
  /** Ended incarnations of other ends, so that their late messages do not look new. */
  readonly #over: RecentIds;

  constructor(over: RecentIds) {
    this.#over = over;
  }

  /** The addresses that every message to the other end carries. */
  get addresses(): Addresses {
    return this.#other === undefined ? { i: this.#own } : { i: this.#own, o: this.#other };
  }

  /** Returns whether this is the own incarnation. */
  isOwn(incarnation: string | undefined): boolean {
    return incarnation === this.#own;
  }

  judge({ i, o }: Addresses): Judgment {
    const isAddressed = o === undefined || o === this.#own;
    if (i === this.#other && isAddressed) return { isOver: false, isAccepted: true };
    if (this.#over.has(i) || !isAddressed) {
      // The state of the sender belongs to a discarded state of this end.
      const isOver = i === this.#other;
      if (isOver) this.beginAnew();
      this.#over.add(i);
      return { isOver, isAccepted: false };
    }
    if (this.#other === undefined) {
      this.#other = i;
      return { isOver: false, isAccepted: true };
    }
    this.beginAnew();
    // A sender that knows the incarnation that just ended must discard its state as well.
    const isAccepted = o === undefined;
    if (isAccepted) this.#other = i;
    else this.#over.add(i);
    return { isOver: true, isAccepted };
  }

  /** Starts a new own incarnation, which knows nothing of the other end. */
  beginAnew(): void {
    this.end();
    this.#own = newIncarnation();
    this.#other = undefined;
  }

  /** Accepts no more messages of the present incarnation of the other end. */
  end(): void {
    if (this.#other !== undefined) this.#over.add(this.#other);
  }
}

function newIncarnation(): string {
  return randomId().slice(0, characters);
}
