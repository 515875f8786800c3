export interface HeartbeatOptions {
  readonly pingSeconds: number;
  readonly pingTimeoutSeconds: number;
}

/** Returns the time within which a client receives a ping, in milliseconds; later, its connection is broken. */
export function heartbeatMsOf({ pingSeconds, pingTimeoutSeconds }: HeartbeatOptions): number {
  return (pingSeconds + pingTimeoutSeconds) * 1_000;
}

/** The connection of a heartbeat. */
interface BeatingConnection {
  ping(): void;
  destroy(): void;
}

/**
 * Sends a ping periodically, and destroys the connection of a client that does not answer in time. Any frame counts as an
 * answer.
 */
export class Heartbeat {
  readonly #connection: BeatingConnection;
  readonly #options: HeartbeatOptions;
  #timer: NodeJS.Timeout;
  #isWaiting = false;

  constructor(connection: BeatingConnection, options: HeartbeatOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#timer = setTimeout(() => this.#ping(), options.pingSeconds * 1_000);
  }

  /** Records a sign of life. */
  received(): void {
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
    this.#connection.ping();
    const timeoutMs = this.#options.pingTimeoutSeconds * 1_000;
    this.#timer = setTimeout(() => this.#connection.destroy(), timeoutMs);
  }
}
