import type { WebSocket } from "ws";

export interface HeartbeatOptions {
  readonly pingSeconds: number;
  readonly pingTimeoutSeconds: number;
}

/** Returns the time within which a client receives a ping, in milliseconds; later, its connection is broken. */
export function heartbeatMsOf({ pingSeconds, pingTimeoutSeconds }: HeartbeatOptions): number {
  return (pingSeconds + pingTimeoutSeconds) * 1_000;
}

/**
 * Sends a ping periodically, and terminates the WebSocket of a client that does not answer in time. Any frame counts as an
 * answer.
 */
export class Heartbeat {
  readonly #webSocket: WebSocket;
  readonly #options: HeartbeatOptions;
  readonly #sendPing: () => void;
  #timer: NodeJS.Timeout;
  #isWaiting = false;

  constructor(webSocket: WebSocket, options: HeartbeatOptions, sendPing: () => void) {
    this.#webSocket = webSocket;
    this.#options = options;
    this.#sendPing = sendPing;
    this.#timer = setTimeout(() => this.#ping(), options.pingSeconds * 1_000);
  }

  /** Records a sign of life. */
  heard(): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ping(), this.#options.pingSeconds * 1_000);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #ping(): void {
    this.#isWaiting = true;
    this.#sendPing();
    const timeoutMs = this.#options.pingTimeoutSeconds * 1_000;
    this.#timer = setTimeout(() => this.#webSocket.terminate(), timeoutMs);
  }
}
