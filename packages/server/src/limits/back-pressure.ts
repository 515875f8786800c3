export interface BackPressureOptions {
  /** Maximum number of waiting bytes; 0 disables the limit. */
  readonly mostBytes: number;
  /** Maximum time without progress, in milliseconds; 0 disables the limit. */
  readonly mostMs: number;
  readonly nowMs: () => number;
}

/**
 * Counts the bytes that one client has not read yet. Bytes are queued, then in flight (one batch at a time), then taken;
 * only taken bytes count as progress.
 */
export class BackPressure {
  readonly #options: BackPressureOptions;
  #queued = 0;
  #inFlight = 0;
  #waitingSinceMs = 0;

  constructor(options: BackPressureOptions) {
    this.#options = options;
  }

  get waitingBytes(): number {
    return this.#queued + this.#inFlight;
  }

  /**
   * Queues bytes. Returns `false` if too many bytes already wait. A message may exceed the limit if few bytes wait, or a
   * client could not receive a long list of peers.
   */
  give(bytes: number): boolean {
    const waiting = this.waitingBytes;
    if (waiting === 0) this.#waitingSinceMs = this.#options.nowMs();
    this.#queued += bytes;
    return this.#options.mostBytes === 0 || waiting <= this.#options.mostBytes;
  }

  /** All queued bytes are in flight. */
  flush(): void {
    this.#inFlight += this.#queued;
    this.#queued = 0;
  }

  /** All bytes in flight are taken. */
  taken(): void {
    this.#inFlight = 0;
    this.progress();
  }

  /** Some bytes in flight are taken. */
  progress(): void {
    this.#waitingSinceMs = this.#options.nowMs();
  }

  /** Returns whether bytes have been waiting for too long. */
  get isStalled(): boolean {
    const { mostMs, nowMs } = this.#options;
    return mostMs > 0 && this.waitingBytes > 0 && nowMs() - this.#waitingSinceMs >= mostMs;
  }
}
