import type { IceServersValue } from "simple-webrtc-signaling-protocol";

export interface RenewalOptions {
  readonly issue: () => IceServersValue;
  readonly tell: (value: IceServersValue) => void;
  /** The part of the time to live after which credentials are renewed: a number from 0 to 1. */
  readonly part: number;
  /** Returns a random number from 0 to 1. */
  readonly random?: () => number;
}

/** Maximum random reduction of the delay, as a part of it, so that clients that joined together are spread over time. */
const jitter = 0.1;

/** Sends new credentials to one client before the last ones expire, until it is stopped. */
export class Renewal {
  readonly #options: RenewalOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RenewalOptions) {
    this.#options = options;
  }

  /** Returns the first credentials and schedules their renewal. */
  start(): IceServersValue {
    const value = this.#options.issue();
    this.#schedule(value);
    return value;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #schedule({ ttlSeconds }: IceServersValue): void {
    clearTimeout(this.#timer);
    if (ttlSeconds === undefined) return;
    const { part, tell, random = Math.random } = this.#options;
    const delayMs = ttlSeconds * 1_000 * part * (1 - jitter * random());
    this.#timer = setTimeout(() => tell(this.start()), delayMs);
  }
}
