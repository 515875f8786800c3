import type { ConnectionContext } from "../connection-context.ts";
import type { IncomingEvent } from "../incoming-event.ts";

/** The reply follows when the promise settles. Until then, the connection handles its next requests. */
export class LaterReply {
  readonly value: Promise<unknown>;

  constructor(value: Promise<unknown>) {
    this.value = value;
  }
}

/** Handles an event and returns the value of the reply. The next request waits for a promise, but not for a {@link LaterReply}. */
export type Handler = (context: ConnectionContext, event: IncomingEvent) => unknown;
