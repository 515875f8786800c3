import type { Connection } from "./connection.ts";

/**
 * Handles the leave requests of pages that end (L3). Browsers cancel the other requests of such a page, and Firefox closes its
 * WebSockets before the page receives an event. A beacon still arrives, after the connection is lost.
 */
export class LeaveRequests {
  readonly #graceMs: number;
  /** By an id that only the client of the connection knows. */
  readonly #leave = new Map<string, () => void>();

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /**
   * Accepts leave requests for a connection, until the end of its grace period. Returns a function that handles the end of its
   * transport; `isExplicit` returns whether the client disconnected explicitly.
   */
  accept(id: string, connection: Connection): (isExplicit: boolean) => void {
    let isLeaving = false;
    this.#leave.set(id, () => {
      isLeaving = true;
      connection.leave();
    });
    return (isExplicit) => {
      void connection
        .closed(() => isLeaving || isExplicit)
        .then(() => {
          const forget = () => this.#leave.delete(id);
          if (connection.isAway) setTimeout(forget, this.#graceMs).unref();
          else forget();
        });
    };
  }

  /** Has no effect if the id is unknown. */
  leave(id: string): void {
    this.#leave.get(id)?.();
  }
}
