/** An audio level up to this one, between 0 and 1, is noise. */
const quietest = 0.02;

/** A pause between words, in milliseconds, is part of speaking. */
const pauseMs = 700;

/** Decides from a series of audio levels whether a person speaks. */
export class Speaking {
  #lastLoudMs = Number.NEGATIVE_INFINITY;

  /** Takes the level at a time, and returns whether the person speaks then. */
  measure(level: number, nowMs: number): boolean {
    if (level > quietest) this.#lastLoudMs = nowMs;
    return nowMs - this.#lastLoudMs < pauseMs;
  }
}
