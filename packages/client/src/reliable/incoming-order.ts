import type { NumberedContent } from "./numbered.ts";

/** An acknowledgement waits for no more than this to go with. */
const mostUnacknowledged = 8;

/** What another session says to this one: each content once, none before those that come before it. */
export class IncomingOrder {
  #last = 0;
  #unacknowledged = 0;

  /** The number of the last content that came in its turn: what is acknowledged. */
  get last(): number {
    return this.#last;
  }

  /** Whether there is something to acknowledge, and so much of it that it must not wait. */
  get due(): "now" | "soon" | undefined {
    if (this.#unacknowledged === 0) return undefined;
    return this.#unacknowledged < mostUnacknowledged ? "soon" : "now";
  }

  /** Whether the content is the next, and surfaces. What comes twice is acknowledged again; what comes too early is not. */
  take({ s, p = s - 1 }: Pick<NumberedContent, "s" | "p">): boolean {
    const isEarly = p > this.#last;
    if (isEarly) return false;
    const isNext = s > this.#last;
    if (isNext) this.#last = s;
    this.#unacknowledged += 1;
    return isNext;
  }

  /** The peer is to hear how far it is, whatever came since it last did. */
  remind(): void {
    this.#unacknowledged = mostUnacknowledged;
  }

  /** The acknowledgement is on its way. */
  acknowledged(): void {
    this.#unacknowledged = 0;
  }
}
