interface Sample {
  readonly offsetMs: number;
  /** The time of the round trip: the error of the offset is half of it at most. */
  readonly tripMs: number;
}

/** The number of samples that are compared. */
const mostSamples = 8;

/** Estimates the clock of Redis, the only clock that all nodes share. Steps of this machine's clock do not matter. */
export class RedisClock {
  #samples: readonly Sample[] = [];
  #offsetMs: number | undefined;

  /** The time in milliseconds since 1970; `undefined` before the first response. */
  get nowMs(): number | undefined {
    return this.#offsetMs === undefined ? undefined : performance.now() + this.#offsetMs;
  }

  /** Learns from a response to a command that was sent at a time of `performance.now`. */
  learn(redisMs: number, sentAtMs: number): void {
    const receivedAtMs = performance.now();
    const sample = {
      offsetMs: redisMs - (sentAtMs + receivedAtMs) / 2,
      tripMs: receivedAtMs - sentAtMs,
    };
    this.#samples = [...this.#samples.slice(1 - mostSamples), sample];
    const best = this.#samples.reduce((one, other) => (other.tripMs < one.tripMs ? other : one));
    this.#offsetMs = best.offsetMs;
  }

  /** Forgets all samples: another Redis may have another clock. */
  forget(): void {
    this.#samples = [];
  }

  /** Converts a time of Redis to the clock of this machine. */
  toLocalMs(redisMs: number): number {
    return redisMs + (Date.now() - (this.nowMs ?? Date.now()));
  }

  /** Converts a time of this machine to the clock of Redis. */
  toRedisMs(localMs: number): number {
    return localMs - (Date.now() - (this.nowMs ?? Date.now()));
  }
}
