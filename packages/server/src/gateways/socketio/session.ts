import type { Socket } from "socket.io";
import type { Session } from "../../hub/session.ts";
import { encode } from "./encode.ts";

/** The hub's view of a socket. Envelopes go straight to its connection, encoded once for all receivers. */
export function sessionOf({ id, conn }: Socket): Session {
  return {
    socketId: id,
    standing: { state: "visitor" },
    deliver(envelope) {
      if (conn.readyState !== "open") return false;
      const { packet, attachments, options } = encode(envelope);
      conn.write(packet, options);
      for (const attachment of attachments) conn.write(attachment);
      return true;
    },
  };
}
