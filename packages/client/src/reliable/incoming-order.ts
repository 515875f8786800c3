import type { NumberedContent } from "./numbered.ts";

/** Maximum number of contents without an acknowledgement. */
const mostUnacknowledged = 8;

/** Orders the contents of another session: each content surfaces once, after all earlier contents. */
export class IncomingOrder {
  #last = 0;
  #unacknowledged = 0;

  /** The number of the last content that arrived in order. It is the number to acknowledge. */
  get last(): number {
    return this.#last;
  }

  /** Returns when an acknowledgement is due; `undefined` if there is nothing to acknowledge. */
  get due(): "now" | "soon" | undefined {
    if (this.#unacknowledged === 0) return undefined;
    return this.#unacknowledged < mostUnacknowledged ? "soon" : "now";
  }

  /** Returns whether the content is the next one and surfaces. A duplicate is acknowledged again; an early content is not. */
  take({ s, p = s - 1 }: Pick<NumberedContent, "s" | "p">): boolean {
    const isEarly = p > this.#last;
    if (isEarly) return false;
    const isNext = s > this.#last;
    if (isNext) this.#last = s;
    this.#unacknowledged += 1;
    return isNext;
  }

  /** Makes an acknowledgement due now, even without new contents. */
  remind(): void {
    this.#unacknowledged = mostUnacknowledged;
  }

  /** Records that an acknowledgement was sent. */
  acknowledged(): void {
    this.#unacknowledged = 0;
  }
}
