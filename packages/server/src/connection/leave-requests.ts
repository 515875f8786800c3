import type { Connection } from "./connection.ts";

/**
 * Handles the leave requests of pages that end (L3). Browsers cancel the other requests of such a page, and Firefox closes its
 * WebSockets before the page receives an event. A beacon still arrives, after the connection is lost.
 */
export class LeaveRequests {
  readonly #graceMs: number;
  /** By an id that only the client of the connection knows. */
  readonly #connections = new Map<string, Connection>();

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** Accepts leave requests for a connection, until the end of its grace period. */
  accept(id: string, connection: Connection): void {
    this.#connections.set(id, connection);
  }

  /**
   * Handles the end of the transport of an accepted connection, which has this id. `isExplicit`: the client has disconnected
   * explicitly.
   */
  closed(id: string, connection: Connection, isExplicit: boolean): void {
    void connection.closed(isExplicit).then(() => {
      const forget = () => this.#connections.delete(id);
      if (connection.isAway) setTimeout(forget, this.#graceMs).unref();
      else forget();
    });
  }

  /** Has no effect if the id is unknown. */
  leave(id: string): void {
    this.#connections.get(id)?.leave();
  }
}
