import { Deadline } from "../../deadline.ts";

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
  readonly #timeout: Deadline;
  #timer: NodeJS.Timeout;
  #isWaiting = false;

  constructor(connection: BeatingConnection, options: HeartbeatOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#timeout = new Deadline(options.pingTimeoutSeconds, () => connection.destroy());
    this.#timer = setTimeout(() => this.#ping(), options.pingSeconds * 1_000);
  }

  /** Records a sign of life. */
  received(): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#timeout.stop();
    this.#timer = setTimeout(() => this.#ping(), this.#options.pingSeconds * 1_000);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timeout.stop();
  }

  #ping(): void {
    this.#isWaiting = true;
    this.#connection.ping();
    this.#timeout.start();
  }
}
