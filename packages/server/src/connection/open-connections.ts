import { OpenSet } from "./open-set.ts";

/** One connection, as the drain uses it. */
export interface OpenConnection {
  /** Whether the client reconnects when it receives `drain`. */
  readonly supportsDrain: boolean;
  /** Asks the client to reconnect after that many milliseconds. */
  askToMove(retryAfterMs: number): void;
  /** Closes the transport, after which every client reconnects by itself. */
  close(): void;
}

/** The connections of all authenticated clients, and the WebSockets that this server forwards to others. */
export class OpenConnections extends OpenSet<OpenConnection> {}
