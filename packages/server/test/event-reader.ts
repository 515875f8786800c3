import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { expect, onTestFinished } from "vitest";
import { adminToken } from "./administrator.ts";

export interface AdminEvent {
  readonly type: string;
  readonly at: string;
  readonly node: string;
  readonly [field: string]: unknown;
}

/** A reader of the stream of events. */
export class EventReader {
  /** All lines so far. */
  readonly lines: string[] = [];
  readonly #lines: AsyncIterator<string>;
  readonly #abort: AbortController;

  constructor(lines: AsyncIterator<string>, abort: AbortController) {
    this.#lines = lines;
    this.#abort = abort;
  }

  /** Returns the next event that is no event of the stream itself; `undefined` after the end. */
  async next(): Promise<AdminEvent | undefined> {
    for (;;) {
      const event = await this.#any();
      if (!event || !["counts", "stream.opened"].includes(event.type)) return event;
    }
  }

  /** Returns the events up to the first one of a type. */
  async until(type: string): Promise<AdminEvent[]> {
    const events: AdminEvent[] = [];
    while (events.at(-1)?.type !== type) {
      const event = await this.#any();
      if (!event) throw new Error(`the stream ended before ${type}`);
      events.push(event);
    }
    return events;
  }

  close(): void {
    this.#abort.abort();
  }

  async #any(): Promise<AdminEvent | undefined> {
    const { done, value } = await this.#lines.next();
    if (done) return undefined;
    this.lines.push(value);
    return JSON.parse(value) as AdminEvent;
  }
}

/** Opens the stream, and waits until all servers take part in it. */
export async function readEvents(
  url: string,
  query = "",
  token: string = adminToken,
): Promise<EventReader> {
  const abort = new AbortController();
  const answer = await fetch(`${url}/admin/events${query}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: abort.signal,
  });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "application/x-ndjson",
  ]);
  const input = Readable.fromWeb(answer.body as ReadableStream).on("error", () => {});
  const lines = createInterface({ input })[Symbol.asyncIterator]();
  const reader = new EventReader(lines, abort);
  onTestFinished(() => reader.close());
  await reader.until("stream.opened");
  return reader;
}
