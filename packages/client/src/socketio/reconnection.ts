import type { Unsubscribe } from "../base/emitter.ts";
import { listenTo } from "../base/listen-to.ts";

export interface ReconnectionOptions {
  readonly connect: () => void;
  /** There is a network again, or another one: whatever connection there is may be of the last one. */
  readonly doubt?: () => void;
  /** A number from 0 to 1, another one each time. */
  readonly random?: () => number;
  readonly nowMs?: () => number;
}

/** The first attempt is made at once; before the n-th, at least this, in milliseconds. */
const leastMs = 500;

/** And at most twice as much each time, up to this. */
const mostMs = 20_000;

/** A connection that is lost sooner counts as an attempt that failed: who is sent away at once does not come back at once. */
const steadyMs = 5_000;

/**
 * When to connect again. At random (full jitter), so that those who lost a server together do not come back
 * together; earlier, as soon as there may be a network again.
 */
export class Reconnection {
  readonly #options: ReconnectionOptions;
  readonly #offs: readonly Unsubscribe[];
  #failures = 0;
  #succeededAtMs = Number.POSITIVE_INFINITY;
  #notBeforeMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ReconnectionOptions) {
    this.#options = options;
    this.#offs = [
      listenTo(globalThis, "online", () => {
        this.hurry();
        options.doubt?.();
      }),
      listenTo(globalThis.document, "visibilitychange", () => {
        if (document.visibilityState === "visible") this.hurry();
      }),
    ];
  }

  /** The connection is lost, or an attempt failed; if the server said when to come back, not before that. */
  again(retryAfterMs = 0): void {
    const { nowMs = Date.now } = this.#options;
    if (nowMs() - this.#succeededAtMs >= steadyMs) this.#failures = 0;
    this.#succeededAtMs = Number.POSITIVE_INFINITY;
    this.#notBeforeMs = nowMs() + retryAfterMs;
    this.#wait(Math.max(this.#delayMs(), retryAfterMs));
    this.#failures += 1;
  }

  /** There is a connection: if it lasts, the next loss is a first one. */
  succeeded(): void {
    const { nowMs = Date.now } = this.#options;
    this.#succeededAtMs = nowMs();
  }

  /** Things may be better now. */
  hurry(): void {
    if (this.#timer === undefined) return;
    const { nowMs = Date.now } = this.#options;
    this.#wait(Math.max(this.#notBeforeMs - nowMs(), 0));
  }

  /** Makes no attempt until `again` is called. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  stop(): void {
    this.pause();
    for (const off of this.#offs) off();
  }

  #delayMs(): number {
    if (this.#failures === 0) return 0;
    const { random = Math.random } = this.#options;
    const ceilingMs = Math.min(mostMs, leastMs * 2 ** this.#failures);
    return leastMs + random() * (ceilingMs - leastMs);
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#options.connect();
    }, milliseconds);
  }
}
