import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ApiError } from "../api/admin-api.ts";

/** Interval of a refresh without a reason, in milliseconds. */
const everyMs = 5_000;

/** Delay of a refresh after an event, in milliseconds, because events come in groups. */
const soonMs = 300;

/** Loads data for an element again and again while the element is in the page. */
export class Refreshing implements ReactiveController {
  /** The reason why the data could not be loaded, as a sentence. */
  problem: string | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #load: (signal: AbortSignal) => Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort = new AbortController();

  constructor(host: ReactiveControllerHost, load: (signal: AbortSignal) => Promise<void>) {
    this.#host = host;
    this.#load = load;
    host.addController(this);
  }

  hostConnected(): void {
    this.#abort = new AbortController();
    this.#after(0);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  /** Loads the data soon, because it has changed. */
  soon(): void {
    if (!this.#abort.signal.aborted) this.#after(soonMs);
  }

  /** Loads the data now, because other data is wanted. An earlier request is canceled. */
  now(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#after(0);
  }

  #after(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(this.#abort.signal), delayMs);
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    try {
      await this.#load(signal);
      this.problem = undefined;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.problem = error.message;
    }
    if (signal.aborted) return;
    this.#host.requestUpdate();
    this.#after(everyMs);
  }
}
