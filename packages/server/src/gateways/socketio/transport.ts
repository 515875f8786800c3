import type { Reply } from "simple-webrtc-signaling-protocol";
import type { Socket } from "socket.io";
import { PacketType } from "socket.io-parser";
import type { EventEncoder } from "../../connection/event-encoder.ts";
import type { EventText } from "../../connection/event-text.ts";
import { probeLiveness } from "../../connection/liveness-probe.ts";
import type { ServerEvent } from "../../connection/server-event.ts";
import type { Transport } from "../../connection/transport.ts";
import type { Delivery } from "../../hub/session.ts";
import { Framed } from "../../sockets/framed.ts";
import { closeGracefully, destroy } from "./close-connection.ts";
import {
  type EngineConnection,
  hasWaitingPackets,
  ping,
  webSocketOf,
} from "./engine-connection.ts";
import type { Outflow } from "./outflow.ts";

/** The packet type `message` of Engine.IO. */
const engineMessage = "4";

/** Returns an event as a Socket.IO packet in an Engine.IO message. */
export function framedEvent({ name, json, attachments }: EventText): Framed {
  const data = `["${name}",${json}]`;
  const head =
    attachments.length === 0
      ? PacketType.EVENT
      : `${PacketType.BINARY_EVENT}${attachments.length}-`;
  return new Framed(`${engineMessage}${head}${data}`, attachments);
}

function framedReply(id: number, reply: Reply<unknown>): Framed {
  return new Framed(`${engineMessage}${PacketType.ACK}${id}[${JSON.stringify(reply)}]`, []);
}

/** A function, because a write can close the connection of a slow consumer and TypeScript would not expect the change. */
const isOpen = ({ readyState }: EngineConnection) => readyState === "open";

export interface SocketIoTransportOptions {
  readonly socket: Socket;
  readonly encoder: EventEncoder<Framed>;
  readonly outflow: Outflow;
}

/** The transport of one Socket.IO client. Frames are written directly to its WebSocket, if nothing waits in Engine.IO. */
export class SocketIoTransport implements Transport {
  readonly gateway = "socketio";
  readonly id: string;
  readonly #socket: Socket;
  readonly #connection: EngineConnection;
  readonly #encoder: EventEncoder<Framed>;
  readonly #outflow: Outflow;
  #isProbing = false;

  constructor({ socket, encoder, outflow }: SocketIoTransportOptions) {
    this.id = socket.id;
    this.#socket = socket;
    this.#connection = socket.conn;
    this.#encoder = encoder;
    this.#outflow = outflow;
  }

  /** Whether a probe waits for any packet of the client. */
  get isProbing(): boolean {
    return this.#isProbing;
  }

  send(event: ServerEvent): Delivery {
    return isOpen(this.#connection) ? this.#write(this.#encoder.encode(event)) : "closed";
  }

  reply(acknowledgementId: number, reply: Reply<unknown>): void {
    if (isOpen(this.#connection)) this.#write(framedReply(acknowledgementId, reply));
  }

  /** Sends an Engine.IO ping, which every client answers by itself. Any packet counts as an answer. */
  async isAlive(): Promise<boolean> {
    const connection = this.#connection;
    if (!isOpen(connection)) return false;
    this.#isProbing = true;
    try {
      return await probeLiveness(connection, { answer: "packet", ask: () => ping(connection) });
    } finally {
      this.#isProbing = false;
    }
  }

  disconnect(): void {
    this.#socket.disconnect(true);
    closeGracefully(this.#connection);
  }

  closeGracefully(): void {
    closeGracefully(this.#connection);
  }

  destroy(): void {
    destroy(this.#connection);
  }

  #write(framed: Framed): Delivery {
    const connection = this.#connection;
    if (!this.#writeDirectly(framed)) {
      connection.write(framed.text.slice(engineMessage.length));
      for (const attachment of framed.attachments) connection.write(attachment as Buffer);
    }
    return isOpen(connection) ? "written" : "too-slow";
  }

  #writeDirectly(framed: Framed): boolean {
    const webSocket = webSocketOf(this.#connection);
    if (!webSocket || hasWaitingPackets(this.#connection)) return false;
    if (!this.#outflow.permits(webSocket)) return true;
    return framed.frames.every((frame) => webSocket.writeFrame(frame));
  }
}
