import type { ServerResponse } from "node:http";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { EventReader, EventStreams } from "../../event-streams/event-streams.ts";
import type { StreamEvent } from "../../event-streams/stream-event.ts";
import { parse } from "./operation.ts";
import { eventFilter, streamEvent } from "./schemas.ts";

/** The maximum duration of a stream, in milliseconds: the credentials of a reader are checked again after that time. */
const longestMs = 600_000;

/** The time within which a reader must have received the end of its stream, in milliseconds. */
const endingMs = 5_000;

/** The route of the stream, as OpenAPI describes it. Each line of the response matches the schema of the answer. */
export const streamDescription = {
  id: "streamEvents",
  method: "get",
  path: "/admin/events",
  summary: "Streams events of all servers as they happen, one JSON object for each line",
  input: eventFilter,
  answer: streamEvent,
  contentType: "application/x-ndjson",
} as const;

export interface StreamRequest {
  readonly streams: EventStreams;
  /** The query, before validation. */
  readonly query: unknown;
  /** The expiry of the administrator's credentials, in milliseconds since 1970; `undefined`: they do not expire. */
  readonly expiresAtMs: number | undefined;
  readonly outgoing: Pick<ServerResponse, "destroy">;
}

/** Returns the response to a request for events. Refuses with `rate-limited` if there are too many readers. */
export function eventStream({ streams, query, expiresAtMs, outgoing }: StreamRequest): Response {
  const filter = parse(eventFilter, query);
  if (streams.isFull) {
    const reason = "this server has 20 readers of events; end one of them, or try again later";
    throw new SignalingError("rate-limited", reason, { retryAfterMs: 60_000 });
  }
  const reader = streams.open(filter);
  const leftMs = expiresAtMs === undefined ? longestMs : Math.max(expiresAtMs - Date.now(), 0);
  const end = () => {
    reader.end();
    // A slow consumer would keep its connection.
    timer = setTimeout(() => outgoing.destroy(), endingMs).unref();
  };
  let timer = setTimeout(end, Math.min(leftMs, longestMs)).unref();
  const close = () => {
    clearTimeout(timer);
    reader.close();
  };
  return new Response(linesOf(reader, close), {
    headers: {
      "content-type": streamDescription.contentType,
      // nginx would collect events otherwise.
      "x-accel-buffering": "no",
    },
  });
}

/** Returns the lines of a reader. A line is encoded when the connection can take it, so a slow reader uses no other memory. */
function linesOf(reader: EventReader, close: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        const events = await reader.next();
        if (events.length > 0) controller.enqueue(encoder.encode(textOf(events)));
        else {
          close();
          controller.close();
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
}

function textOf(events: readonly StreamEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}
