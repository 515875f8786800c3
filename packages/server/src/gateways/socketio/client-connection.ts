import type { Socket } from "socket.io";
import type { ClientConnection, Delivery } from "../../hub/session.ts";
import { closeGracefully } from "./close-connection.ts";
import type { Encoder } from "./encoder.ts";
import { probeLiveness } from "./liveness-probe.ts";

/** A function, because a write can close the connection of a slow consumer and TypeScript would not expect the change. */
const isOpen = ({ readyState }: Socket["conn"]) => readyState === "open";

/** Returns the connection of a socket for the hub. It writes events, encoded once for all receivers. */
export function clientConnectionOf(socket: Socket, encoder: Encoder): ClientConnection {
  const { conn } = socket;
  return {
    send(event): Delivery {
      if (conn.readyState !== "open") return "closed";
      const { packet, attachments, options } = encoder.encode(event);
      conn.write(packet, options);
      for (const attachment of attachments) conn.write(attachment);
      return isOpen(conn) ? "written" : "too-slow";
    },
    isAlive: () => probeLiveness(conn),
    end(refusal) {
      socket.emit("signalingError", { ...refusal, event: "connect" });
      socket.disconnect(true);
      closeGracefully(conn);
    },
  };
}
