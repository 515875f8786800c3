import type { Port } from "../../cluster/workers/messages.ts";

/** The other process: a worker, or this process itself for its primary process. */
export interface OtherProcess {
  send?(message: unknown, callback: (error: Error | null) => void): boolean;
  on(event: "message", listener: (message: unknown) => void): unknown;
  off(event: "message", listener: (message: unknown) => void): unknown;
}

/** The largest number of messages that wait until the other process reads. */
const mostWaiting = 10_000;

/** Returns the port to another process of this server. Both processes run the same program, so messages are not checked. */
export function processPort<Sent, Received>(other: OtherProcess): Port<Sent, Received> {
  let waiting = 0;
  return {
    get isFull() {
      return waiting >= mostWaiting;
    },
    send(message) {
      waiting += 1;
      // An error means that the other process has ended, which has its own event.
      other.send?.(message, () => {
        waiting -= 1;
      });
    },
    onMessage(listener) {
      other.on("message", (message) => listener(message as Received));
    },
  };
}
