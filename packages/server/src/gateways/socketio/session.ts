import type { Socket } from "socket.io";
import type { Identity } from "../../auth/identity.ts";
import type { Session } from "../../hub/session.ts";
import { closeSoon } from "./cut-off.ts";
import { encode } from "./encode.ts";

/** Asked again after a write, which ends a connection whose reader is too slow. */
const isOpen = ({ readyState }: Socket["conn"]) => readyState === "open";

/** The hub's view of a socket. Envelopes go straight to its connection, encoded once for all receivers. */
export function sessionOf(socket: Socket, identity: Identity): Session {
  const { id, conn } = socket;
  return {
    socketId: id,
    identity,
    standing: { state: "visitor" },
    hearsDrain: false,
    deliver(envelope) {
      if (conn.readyState !== "open") return "closed";
      const { packet, attachments, options } = encode(envelope);
      conn.write(packet, options);
      for (const attachment of attachments) conn.write(attachment);
      return isOpen(conn) ? "written" : "too-slow";
    },
    end(refusal) {
      socket.emit("signalingError", { ...refusal, event: "connect" });
      socket.disconnect(true);
      closeSoon(conn);
    },
    notify(notice) {
      socket.emit("notice", notice);
    },
  };
}
