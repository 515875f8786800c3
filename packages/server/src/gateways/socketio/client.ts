import type { Reply } from "simple-webrtc-signaling-protocol";
import type { Socket } from "socket.io";
import type { Identity } from "../../auth/identity.ts";
import { Connection } from "../../connection/connection.ts";
import type { EventEncoder } from "../../connection/event-encoder.ts";
import type { IncomingEvent } from "../../connection/incoming-event.ts";
import type { LeaveRequests } from "../../connection/leave-requests.ts";
import type { ConnectionServices } from "../../connection/services.ts";
import { goingAwayCode } from "../../sockets/close-codes.ts";
import type { DirectReader } from "../../sockets/direct-websocket.ts";
import type { Framed } from "../../sockets/framed.ts";
import { engineIdOf, isPinging, webSocketOf } from "./engine-connection.ts";
import type { TrackedConnection } from "./engine-connections.ts";
import type { EventDecoder, EventReceiver } from "./parser.ts";
import { SocketIoTransport } from "./transport.ts";

/** The parts that all clients of the gateway share. */
export interface ClientParts {
  readonly services: ConnectionServices;
  readonly encoder: EventEncoder<Framed>;
  readonly leaveRequests: LeaveRequests;
}

export interface AcceptedSocket {
  readonly socket: Socket;
  readonly identity: Identity;
  readonly tracked: TrackedConnection;
}

/** The first characters of an event of the main namespace: an Engine.IO message with a Socket.IO event. */
const [engineMessage, socketIoEvent] = [52, 50];

/** An authenticated Socket.IO client, from its acceptance to its end: it connects Socket.IO with the connection layer. */
export class Client implements EventReceiver, DirectReader {
  readonly #parts: ClientParts;
  readonly #socket: Socket;
  readonly #decoder: EventDecoder;
  readonly #transport: SocketIoTransport;
  readonly #connection: Connection;

  constructor(parts: ClientParts, { socket, identity, tracked }: AcceptedSocket) {
    const { pending, outflow } = tracked;
    this.#parts = parts;
    this.#socket = socket;
    this.#decoder = decoderOf(socket);
    this.#transport = new SocketIoTransport({ socket, encoder: parts.encoder, outflow });
    this.#connection = new Connection(parts.services, this.#transport, identity, pending);
  }

  serve(): void {
    const { conn } = this.#socket;
    this.#decoder.receiver = this;
    this.#parts.leaveRequests.accept(engineIdOf(conn), this.#connection);
    const webSocket = webSocketOf(conn);
    if (webSocket) webSocket.readBy(this);
    else conn.on("upgrade", () => webSocketOf(conn)?.readBy(this));
    this.#socket.on("disconnect", (reason) => this.#disconnected(reason));
  }

  receive(event: IncomingEvent, id: number | undefined): void {
    this.#connection.receive(event, id === undefined ? undefined : this.#replyTo(id));
  }

  /**
   * Reads an event without the layers of Engine.IO and Socket.IO, which any other message passes. While the server waits for
   * an answer to a ping, all messages pass them, because Engine.IO counts any packet as a sign of life.
   */
  read(data: Buffer, isBinary: boolean): boolean {
    if (isBinary || data[0] !== engineMessage || data[1] !== socketIoEvent) return false;
    const { conn } = this.#socket;
    if (conn.readyState !== "open" || isPinging(conn) || this.#transport.isProbing) return false;
    return this.#decoder.readEvent(data.toString(), 2);
  }

  /**
   * Handles the close code 1001 (L4). A failed write can make Engine.IO report the loss before the WebSocket is closed, but
   * never after it.
   */
  closed(code: number): void {
    if (code === goingAwayCode) this.#connection.goAway();
  }

  #replyTo(id: number) {
    return (reply: Reply<unknown>) => this.#transport.reply(id, reply);
  }

  #disconnected(reason: string): void {
    const { services, leaveRequests } = this.#parts;
    const { id: socketId, gateway } = this.#transport;
    services.report({ type: "socket.disconnected", gateway, socketId, reason });
    this.#decoder.receiver = undefined;
    const isExplicit = reason === "client namespace disconnect";
    leaveRequests.closed(engineIdOf(this.#socket.conn), this.#connection, isExplicit);
  }
}

/** Returns the decoder of a socket's connection, which is private in the types of Socket.IO. */
function decoderOf({ client }: Socket): EventDecoder {
  return (client as unknown as { readonly decoder: EventDecoder }).decoder;
}
