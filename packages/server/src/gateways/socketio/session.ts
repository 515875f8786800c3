import type { Socket } from "socket.io";
import type { Session } from "../../hub/session.ts";
import { encode } from "./encode.ts";

/** The hub's view of a socket. Envelopes go straight to its connection, encoded once for all receivers. */
export function sessionOf(socket: Socket): Session {
  return {
    socketId: socket.id,
    standing: { state: "visitor" },
    deliver(envelope) {
      if (socket.conn.readyState !== "open") return false;
      for (const frame of encode(envelope)) socket.conn.write(frame);
      return true;
    },
  };
}
