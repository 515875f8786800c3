import type { DirectWebSocket } from "./direct-websocket.ts";

export interface StallWatchOptions {
  /** Maximum time without progress, in milliseconds; 0 disables the limit. */
  readonly mostMs: number;
  readonly nowMs: () => number;
}

/** Notices that the operating system accepts no more data for one WebSocket, because its client does not read. */
export class StallWatch {
  readonly #options: StallWatchOptions;
  #acceptedBytes = 0;
  /** The time of the first check without progress; `undefined`: the last check saw progress, or nothing waited. */
  #sinceMs: number | undefined;

  constructor(options: StallWatchOptions) {
    this.#options = options;
  }

  /** Is called periodically. Returns whether bytes have been waiting without progress for too long. */
  isStalled(webSocket: DirectWebSocket): boolean {
    const { mostMs, nowMs } = this.#options;
    if (mostMs === 0 || webSocket.waitingBytes === 0) {
      this.#sinceMs = undefined;
      return false;
    }
    const { acceptedBytes } = webSocket;
    const isProgress = acceptedBytes !== this.#acceptedBytes;
    this.#acceptedBytes = acceptedBytes;
    if (isProgress) this.#sinceMs = undefined;
    this.#sinceMs ??= nowMs();
    return nowMs() - this.#sinceMs >= mostMs;
  }
}
