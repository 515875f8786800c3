import type { Socket } from "socket.io";
import type { OpenConnection } from "../../connection/open-connections.ts";
import type { SerialQueue } from "../../connection/serial-queue.ts";
import { attempt } from "../../hub/attempt.ts";
import type { Session } from "../../hub/session.ts";
import { closeGracefully } from "./close-connection.ts";
import type { Gateway } from "./handler.ts";

export interface OpenConnectionOptions {
  readonly gateway: Gateway;
  readonly socket: Socket;
  readonly session: Session;
  readonly serialQueue: SerialQueue;
}

/** Returns the view of a connection that the drain uses. */
export function openConnectionOf({
  gateway,
  socket,
  session,
  serialQueue,
}: OpenConnectionOptions): OpenConnection {
  return {
    get supportsDrain() {
      return session.resumable !== undefined;
    },
    askToMove: (retryAfterMs) => socket.emit("drain", { retryAfterMs }),
    close: () =>
      serialQueue.put(async () => {
        await attempt(gateway.report, () => gateway.hub.leaveSilently(session));
        closeGracefully(socket.conn);
      }),
  };
}
