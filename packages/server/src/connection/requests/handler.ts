import type { ConnectionContext } from "../connection-context.ts";
import type { IncomingEvent } from "../incoming-event.ts";

/**
 * Handles an event and returns the value of the reply. The next request waits for a promise, but not for a `Receipt`: then the
 * reply follows when the receipt is settled.
 */
export type Handler = (context: ConnectionContext, event: IncomingEvent) => unknown;
