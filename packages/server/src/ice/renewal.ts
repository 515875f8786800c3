import type { IceServersValue } from "simple-webrtc-signaling-protocol";

export interface RenewalOptions {
  readonly issue: () => IceServersValue;
  readonly tell: (value: IceServersValue) => void;
  /** After which part of their time credentials are told anew: a number from 0 to 1. */
  readonly part: number;
  /** A number from 0 to 1, another one each time. */
  readonly random?: () => number;
}

/** Of the time until then, at most this part less: who came together is not served together for ever. */
const jitter = 0.1;

/** Tells one client of new credentials ahead of the end of the last ones, and so on until it is stopped. */
export class Renewal {
  readonly #options: RenewalOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RenewalOptions) {
    this.#options = options;
  }

  /** The first ones; from now on the next are told when it is time. */
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
