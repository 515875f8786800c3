import type { Socket } from "socket.io";
import { attempt } from "../../hub/attempt.ts";
import type { Hub } from "../../hub/hub.ts";
import { dismiss } from "../../hub/leave.ts";
import type { Session } from "../../hub/session.ts";
import type { Occupant } from "../../occupants.ts";
import { closeSoon } from "./cut-off.ts";
import type { Mailbox } from "./mailbox.ts";

export interface OccupantOptions {
  readonly hub: Hub;
  readonly socket: Socket;
  readonly session: Session;
  readonly mailbox: Mailbox;
}

/** A connection as whoever empties the server sees it. */
export function occupantOf({ hub, socket, session, mailbox }: OccupantOptions): Occupant {
  return {
    get hearsDrain() {
      return session.resumable !== undefined;
    },
    askToMove: (retryAfterMs) => socket.emit("drain", { retryAfterMs }),
    dismiss: () =>
      mailbox.put(async () => {
        await attempt(hub.report, () => dismiss(hub, session));
        closeSoon(socket.conn);
      }),
  };
}
