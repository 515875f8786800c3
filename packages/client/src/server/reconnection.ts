import type { Unsubscribe } from "../base/emitter.ts";
import { listenTo } from "../base/listen-to.ts";

export interface ReconnectionOptions {
  readonly connect: () => void;
  /** Called when the network returned or changed: a present connection may use the old network. */
  readonly doubt?: () => void;
}

/** Minimum delay before every attempt but the first, in milliseconds. The first attempt has no delay. */
const leastMs = 500;

/** Maximum delay, in milliseconds. The upper bound of the delay doubles with each attempt up to this value. */
const mostMs = 20_000;

/**
 * Minimum duration of a successful connection, in milliseconds. A shorter one counts as a failure, and the next attempt is delayed.
 * If the client moves because the server drains, `leastMs` is enough: the next server may drain soon, too.
 */
const steadyMs = 5_000;

/**
 * Schedules reconnects with random delays (full jitter), so that clients that lost a server together do not reconnect together.
 * Reconnects earlier when the network may be available again.
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

  /** Schedules an attempt after a loss, a failure or a move, not before `retryAfterMs` milliseconds. */
  again(retryAfterMs = 0, isMove = false): void {
    const steadyAfterMs = isMove ? leastMs : steadyMs;
    if (Date.now() - this.#succeededAtMs >= steadyAfterMs) this.#failures = 0;
    this.#succeededAtMs = Number.POSITIVE_INFINITY;
    this.#notBeforeMs = Date.now() + retryAfterMs;
    this.#wait(Math.max(this.#delayMs(), retryAfterMs));
    this.#failures += 1;
  }

  /** Records a connection. If it lasts, the next loss is followed by an immediate attempt. */
  succeeded(): void {
    this.#succeededAtMs = Date.now();
  }

  /** Makes a scheduled attempt now, but not before the time the server asked for. */
  hurry(): void {
    if (this.#timer === undefined) return;
    this.#wait(Math.max(this.#notBeforeMs - Date.now(), 0));
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
    const ceilingMs = Math.min(mostMs, leastMs * 2 ** this.#failures);
    return leastMs + Math.random() * (ceilingMs - leastMs);
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#options.connect();
    }, milliseconds);
  }
}
