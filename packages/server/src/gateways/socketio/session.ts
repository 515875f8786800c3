import type { Socket } from "socket.io";
import type { Identity } from "../../auth/identity.ts";
import type { ConnectionOrder, Delivery, Session } from "../../hub/session.ts";
import { closeGracefully } from "./close-connection.ts";
import type { Encoded, Encoder } from "./encoder.ts";
import { probeLiveness } from "./liveness-probe.ts";

/** A function, because a write can close the connection of a slow consumer and TypeScript would not expect the change. */
const isOpen = ({ readyState }: Socket["conn"]) => readyState === "open";

export interface SessionOptions {
  readonly socket: Socket;
  readonly encoder: Encoder;
  readonly identity: Identity;
  readonly order: ConnectionOrder;
}

/** Returns the session of a socket for the hub. It writes envelopes to the connection, encoded once for all receivers. */
export function sessionOf({ socket, encoder, identity, order }: SessionOptions): Session {
  const { id, conn } = socket;
  const write = (encodedOnce: () => Encoded): Delivery => {
    if (conn.readyState !== "open") return "closed";
    const { packet, attachments, options } = encodedOnce();
    conn.write(packet, options);
    for (const attachment of attachments) conn.write(attachment);
    return isOpen(conn) ? "written" : "too-slow";
  };
  return {
    socketId: id,
    order,
    identity,
    standing: { state: "visitor" },
    resumable: undefined,
    deliver: (envelope) => write(() => encoder.envelope(envelope)),
    welcome: (peerId, others) => write(() => encoder.welcome(peerId, others)),
    present: (batch) => write(() => encoder.presence(batch)),
    isAlive: () => probeLiveness(conn),
    end(refusal) {
      socket.emit("signalingError", { ...refusal, event: "connect" });
      socket.disconnect(true);
      closeGracefully(conn);
    },
    notify(notice) {
      socket.emit("notice", notice);
    },
  };
}
