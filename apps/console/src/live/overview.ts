import { type AdminApi, ApiError } from "../api/admin-api.ts";
import type { NodePage, NodeSummary, StreamEvent } from "../api/answers.ts";
import { follow } from "../api/follow.ts";
import { Rates } from "./rates.ts";
import { sentenceOf } from "./sentences.ts";

/** Interval at which the servers are asked for their sessions, in milliseconds. */
const nodesMs = 3_000;

const mostRecent = 50;

/** The live state of all servers, from the sign-in on. */
export class Overview {
  readonly rates = new Rates();
  /** The latest events, the newest first. */
  recent: readonly StreamEvent[] = [];
  nodes: readonly NodeSummary[] = [];
  /** Whether the stream of events is open. */
  isLive = false;
  readonly #api: AdminApi;
  readonly #denied: (error: ApiError) => void;
  readonly #listeners = new Set<() => void>();
  readonly #eventListeners = new Set<(event: StreamEvent) => void>();
  readonly #abort = new AbortController();
  readonly #timers: ReturnType<typeof setInterval>[] = [];

  constructor(api: AdminApi, denied: (error: ApiError) => void) {
    this.#api = api;
    this.#denied = denied;
  }

  start(): void {
    this.#timers.push(
      setInterval(() => {
        this.rates.tick();
        this.#changed();
      }, 1_000),
      setInterval(() => void this.readNodes(), nodesMs),
    );
    void follow(this.#api, {
      received: (event) => this.#receive(event),
      changed: (isOpen) => {
        this.isLive = isOpen;
        this.#changed();
      },
      denied: this.#denied,
      signal: this.#abort.signal,
    });
  }

  stop(): void {
    this.#abort.abort();
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** Calls a function after each change. Returns a function that ends this. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls a function for each event. Returns a function that ends this. */
  watchEvents(listener: (event: StreamEvent) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /** Asks the servers for their sessions. */
  async readNodes(): Promise<void> {
    const { signal } = this.#abort;
    try {
      const request = { path: ["nodes"], query: { limit: "1000" }, signal };
      this.nodes = (await this.#api.ask<NodePage>(request)).nodes;
    } catch (error) {
      if (error instanceof ApiError && error.isDenied) return this.#denied(error);
    }
    this.#changed();
  }

  #receive(event: StreamEvent): void {
    if (event.type === "counts") this.rates.add(event);
    else if (sentenceOf(event) !== undefined) {
      this.recent = [event, ...this.recent].slice(0, mostRecent);
      for (const listener of this.#eventListeners) listener(event);
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
