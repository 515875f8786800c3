import { randomId } from "../base/random-id.ts";
import type { RecentIds } from "../base/recent-ids.ts";
import type { Addresses } from "./numbered.ts";

/** What a message of the other end means for the own state of a session pair. */
export interface Judgment {
  /** The other end began anew, or knows another state of this end: the own state is over, and a new one has begun. */
  readonly isOver: boolean;
  /** The message belongs to the own state. If it does not, its sender is to begin anew. */
  readonly isAccepted: boolean;
}

/** 48 random bits: enough, as one is compared with the last thousand only. */
const characters = 12;

/**
 * Which state of the one end of a session pair belongs to which state of the other. Each end has an incarnation, a
 * random id, from when it begins its state until that is over. Two ends that know each other's present incarnation
 * agree; otherwise one of them has forgotten the other, and both begin anew.
 */
export class Incarnations {
  #own = newIncarnation();
  #other: string | undefined;
  /** Incarnations of other ends that are over: what arrives late of them is not taken for something new. */
  readonly #over: RecentIds;

  constructor(over: RecentIds) {
    this.#over = over;
  }

  /** What every message to the other end carries. */
  get addresses(): Addresses {
    return this.#other === undefined ? { i: this.#own } : { i: this.#own, o: this.#other };
  }

  /** Whether this is the own incarnation. */
  isOwn(incarnation: string | undefined): boolean {
    return incarnation === this.#own;
  }

  judge({ i, o }: Addresses): Judgment {
    const isAddressed = o === undefined || o === this.#own;
    if (i === this.#other && isAddressed) return { isOver: false, isAccepted: true };
    if (this.#over.has(i) || !isAddressed) {
      // Its sender's state belongs to a state of this end that there is no more.
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
    // A sender that knows the incarnation which has just ended must begin anew as well.
    const isAccepted = o === undefined;
    if (isAccepted) this.#other = i;
    else this.#over.add(i);
    return { isOver: true, isAccepted };
  }

  /** The own state is over, and a new one begins, which knows nothing of the other end. */
  beginAnew(): void {
    this.end();
    this.#own = newIncarnation();
    this.#other = undefined;
  }

  /** Nothing more of the other end's incarnation is accepted. */
  end(): void {
    if (this.#other !== undefined) this.#over.add(this.#other);
  }
}

function newIncarnation(): string {
  return randomId().slice(0, characters);
}
