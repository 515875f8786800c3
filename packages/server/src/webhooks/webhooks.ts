import { randomUUID } from "node:crypto";
import type { Fact, Report } from "../telemetry/fact.ts";
import { eventOf } from "./event.ts";
import { Lanes } from "./lanes.ts";
import { signatureOf } from "./signature.ts";

export interface WebhooksOptions {
  readonly url: string;
  /** The keys of the signatures. */
  readonly keys: readonly Buffer[];
  /** Receives facts about the deliveries. */
  readonly report: Report;
  readonly times?: Partial<WebhookTimes>;
  /** The largest number of events that wait. */
  readonly mostEvents?: number;
}

/** All times are in milliseconds. */
export interface WebhookTimes {
  /** The longest time until the response. */
  readonly timeoutMs: number;
  /** The time until the first retry, which doubles with each attempt. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  /** The age at which an event is given up. */
  readonly longestAgeMs: number;
  /** The longest time for the last deliveries when the server closes. */
  readonly closeMs: number;
}

const usualTimes: WebhookTimes = {
  timeoutMs: 10_000,
  retryMs: 1_000,
  longestRetryMs: 60_000,
  longestAgeMs: 86_400_000,
  closeMs: 1_000,
};

/** The largest number of requests at a time. */
const mostRequests = 8;

/** An event with about 500 bytes: 5 MB at most. */
const usualMostEvents = 10_000;

/** The longest time until a retry while the server closes, in milliseconds. */
const closingRetryMs = 100;

/** The minimum time between two reports of dropped events, in milliseconds. */
const dropReportMs = 1_000;

/** An event that waits for its delivery. */
interface Waiting {
  readonly lane: string;
  readonly id: string;
  readonly body: string;
  readonly createdAtMs: number;
  attempts: number;
}

/**
 * Sends events to a URL as webhooks, signed as the specification Standard Webhooks demands. Each event is sent until the
 * receiver responds with a status from 200 to 299, so it can arrive more than once. The events of a room arrive in order.
 */
export class Webhooks {
  readonly #options: WebhooksOptions;
  readonly #times: WebhookTimes;
  readonly #lanes: Lanes<Waiting>;
  /** The events that wait for their next attempt. */
  readonly #retries = new Map<Waiting, NodeJS.Timeout>();
  #requests = 0;
  #dropped = 0;
  #dropTimer: NodeJS.Timeout | undefined;
  /** Since then all requests have failed; `undefined`: the last one succeeded. */
  #failingSinceMs: number | undefined;
  #isClosing = false;
  #emptied: () => void = () => {};

  constructor(options: WebhooksOptions) {
    this.#options = options;
    this.#times = { ...usualTimes, ...options.times };
    this.#lanes = new Lanes(options.mostEvents ?? usualMostEvents);
  }

  /** Queues the event of a fact, if it has one. Never waits. */
  record(fact: Fact): void {
    const event = this.#isClosing ? undefined : eventOf(fact);
    if (!event) return;
    const { type, room, data } = event;
    const createdAtMs = Date.now();
    const timestamp = new Date(createdAtMs).toISOString();
    const waiting: Waiting = {
      lane: room ?? "",
      id: `msg_${randomUUID()}`,
      body: JSON.stringify({ type, timestamp, data }),
      createdAtMs,
      attempts: 0,
    };
    if (this.#lanes.add(waiting)) this.#sendNext();
    else this.#drop(1);
  }

  /** Sends what waits, for a short time, and gives up the rest. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const waiting of [...this.#retries.keys()]) this.#sendAgain(waiting);
    if (this.#lanes.size > 0) {
      const emptied = new Promise<void>((resolve) => {
        this.#emptied = resolve;
      });
      await inTime(emptied, this.#times.closeMs);
    }
    for (const timer of this.#retries.values()) clearTimeout(timer);
    const left = this.#lanes.size;
    this.#lanes.clear();
    if (left > 0) this.#drop(left);
    this.#reportDropped();
  }

  #sendNext(): void {
    while (this.#requests < mostRequests) {
      const waiting = this.#lanes.next();
      if (!waiting) return;
      this.#requests += 1;
      void this.#send(waiting);
    }
  }

  async #send(waiting: Waiting): Promise<void> {
    const sinceMs = performance.now();
    const problem = await this.#problemOf(waiting);
    this.#requests -= 1;
    const seconds = (performance.now() - sinceMs) / 1_000;
    const outcome = problem === undefined ? "delivered" : "failed";
    this.#options.report({ type: "webhook.sent", outcome, seconds });
    this.#noteContact(problem);
    if (problem === undefined) this.#finish(waiting);
    else this.#retry(waiting);
    this.#sendNext();
  }

  /** Sends an event once. Resolves with the reason if the receiver did not accept it. */
  async #problemOf({ id, body }: Waiting): Promise<string | undefined> {
    const { url, keys } = this.#options;
    const timestamp = Math.floor(Date.now() / 1_000);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "webhook-id": id,
          "webhook-timestamp": String(timestamp),
          "webhook-signature": signatureOf({ id, timestamp, body }, keys),
        },
        body,
        // Another server must not receive the events.
        redirect: "manual",
        signal: AbortSignal.timeout(this.#times.timeoutMs),
      });
      await response.body?.cancel();
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      const { cause, message } = error as Error;
      return cause instanceof Error ? cause.message : message;
    }
  }

  #finish(waiting: Waiting): void {
    this.#lanes.done(waiting);
    if (this.#lanes.size === 0) this.#emptied();
  }

  #retry(waiting: Waiting): void {
    const { retryMs, longestRetryMs, longestAgeMs } = this.#times;
    if (Date.now() - waiting.createdAtMs > longestAgeMs) {
      this.#finish(waiting);
      this.#drop(1);
      return;
    }
    const mostMs = this.#isClosing ? closingRetryMs : longestRetryMs;
    const delayMs = Math.min(mostMs, retryMs * 2 ** waiting.attempts);
    waiting.attempts += 1;
    // Rooms do not retry all at once.
    const spreadMs = delayMs * (0.5 + Math.random() / 2);
    const timer = setTimeout(() => this.#sendAgain(waiting), spreadMs).unref();
    this.#retries.set(waiting, timer);
  }

  #sendAgain(waiting: Waiting): void {
    clearTimeout(this.#retries.get(waiting));
    this.#retries.delete(waiting);
    this.#lanes.again(waiting);
    this.#sendNext();
  }

  #noteContact(problem: string | undefined): void {
    const { report } = this.#options;
    if (problem !== undefined) {
      if (this.#failingSinceMs === undefined) report({ type: "webhook.failing", reason: problem });
      this.#failingSinceMs ??= performance.now();
    } else if (this.#failingSinceMs !== undefined) {
      const seconds = (performance.now() - this.#failingSinceMs) / 1_000;
      this.#failingSinceMs = undefined;
      report({ type: "webhook.recovered", seconds });
    }
  }

  #drop(events: number): void {
    this.#dropped += events;
    this.#dropTimer ??= setTimeout(() => this.#reportDropped(), dropReportMs).unref();
  }

  #reportDropped(): void {
    clearTimeout(this.#dropTimer);
    this.#dropTimer = undefined;
    const events = this.#dropped;
    this.#dropped = 0;
    if (events > 0) this.#options.report({ type: "webhook.dropped", events });
  }
}

async function inTime(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
