import type { Socket } from "socket.io";
import type { Identity } from "../../auth/identity.ts";
import { Connection, type ConnectionServices } from "../../connection/connection.ts";
import type { EventEncoder } from "../../connection/event-encoder.ts";
import type { LeaveRequests } from "../../connection/leave-requests.ts";
import { goingAwayCode } from "../../sockets/close-codes.ts";
import type { Framed } from "../../sockets/framed.ts";
import { type EngineConnection, engineIdOf, isPinging, webSocketOf } from "./engine-connection.ts";
import type { TrackedConnection } from "./engine-connections.ts";
import type { EventDecoder } from "./parser.ts";
import { SocketIoTransport } from "./transport.ts";

export interface ServedSocket {
  readonly socket: Socket;
  readonly identity: Identity;
  readonly tracked: TrackedConnection;
  readonly services: ConnectionServices;
  readonly encoder: EventEncoder<Framed>;
  readonly leaveRequests: LeaveRequests;
}

/** Connects an authenticated Socket.IO client with the connection layer, until it disconnects. */
export function serveSocket({
  socket,
  identity,
  tracked: { pending, outflow },
  services,
  encoder,
  leaveRequests,
}: ServedSocket): void {
  const { conn } = socket;
  const transport = new SocketIoTransport({ socket, encoder, outflow });
  const connection = new Connection(services, transport, {
    identity,
    reauthenticate: (credentials) => pending.reauthenticate(credentials),
    budget: pending.counted.budget,
    order: pending.order,
  });
  const decoder = decoderOf(socket);
  decoder.receiver = (event, id) =>
    connection.receive(event, id === undefined ? undefined : (reply) => transport.reply(id, reply));
  const follow = () => {
    readDirectly(conn, decoder, transport);
    watchGoingAway(conn, connection);
  };
  follow();
  conn.on("upgrade", follow);
  const closed = leaveRequests.accept(engineIdOf(conn), connection);
  socket.on("disconnect", (reason) => {
    decoder.receiver = undefined;
    conn.off("upgrade", follow);
    closed(reason === "client namespace disconnect");
  });
}

/** The first characters of an event of the main namespace: an Engine.IO message with a Socket.IO event. */
const [engineMessage, socketIoEvent] = [52, 50];

/**
 * Reads events from a WebSocket without the layers of Engine.IO and Socket.IO, which any other message passes. While the server
 * waits for an answer to a ping, all messages pass them, because Engine.IO counts any packet as a sign of life.
 */
function readDirectly(
  conn: EngineConnection,
  decoder: EventDecoder,
  transport: SocketIoTransport,
): void {
  webSocketOf(conn)?.readTexts((data) => {
    if (data[0] !== engineMessage || data[1] !== socketIoEvent) return false;
    if (conn.readyState !== "open" || isPinging(conn) || transport.isProbing) return false;
    return decoder.readEvent(data.toString(), 2);
  });
}

/**
 * Handles the close code 1001 (L4). A failed write can make Engine.IO report the loss before the WebSocket is closed, but never
 * after it.
 */
function watchGoingAway(conn: EngineConnection, connection: Connection): void {
  webSocketOf(conn)?.once("close", (code) => {
    if (code === goingAwayCode) connection.goAway();
  });
}

/** Returns the decoder of a socket's connection, which is private in the types of Socket.IO. */
function decoderOf({ client }: Socket): EventDecoder {
  return (client as unknown as { readonly decoder: EventDecoder }).decoder;
}
