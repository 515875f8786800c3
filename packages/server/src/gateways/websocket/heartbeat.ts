import type { WebSocket } from "ws";

export interface HeartbeatOptions {
  readonly pingSeconds: number;
  readonly pingTimeoutSeconds: number;
}

/**
 * Sends a ping (RFC 6455 §5.5.2) periodically, and terminates the WebSocket of a client that does not answer in time. Any frame
 * counts as an answer.
 */
export class Heartbeat {
  readonly #webSocket: WebSocket;
  readonly #options: HeartbeatOptions;
  #timer: NodeJS.Timeout;
  #isWaiting = false;

  constructor(webSocket: WebSocket, options: HeartbeatOptions) {
    this.#webSocket = webSocket;
    this.#options = options;
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
    this.#webSocket.ping();
    const timeoutMs = this.#options.pingTimeoutSeconds * 1_000;
    this.#timer = setTimeout(() => this.#webSocket.terminate(), timeoutMs);
  }
}
