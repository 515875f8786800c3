import type { Socket } from "socket.io";
import type { OpenConnection } from "../../connection/open-connections.ts";
import type { SerialQueue } from "../../connection/serial-queue.ts";
import { attempt } from "../../hub/attempt.ts";
import type { Hub } from "../../hub/hub.ts";
import { leaveSilently } from "../../hub/leave.ts";
import type { Session } from "../../hub/session.ts";
import { closeGracefully } from "./close-connection.ts";

export interface OpenConnectionOptions {
  readonly hub: Hub;
  readonly socket: Socket;
  readonly session: Session;
  readonly serialQueue: SerialQueue;
}

/** Returns the view of a connection that the drain uses. */
export function openConnectionOf({
  hub,
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
        await attempt(hub.report, () => leaveSilently(hub, session));
        closeGracefully(socket.conn);
      }),
  };
}
