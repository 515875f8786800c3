import { randomBytes } from "node:crypto";
import { type Reply, subprotocol } from "simple-webrtc-signaling-protocol";
import type { EventEncoder } from "../../connection/event-encoder.ts";
import { probeLiveness } from "../../connection/liveness-probe.ts";
import type { ServerEvent } from "../../connection/server-event.ts";
import type { Transport } from "../../connection/transport.ts";
import type { Delivery } from "../../hub/session.ts";
import { policyViolationCode, serviceRestartCode } from "../../sockets/close-codes.ts";
import type { DirectWebSocket } from "../../sockets/direct-websocket.ts";
import type { Framed } from "../../sockets/framed.ts";
import { framedControl, framedReply } from "./wire.ts";

/** Time for a client to read what was sent, in milliseconds; then a slow consumer is disconnected. */
const closeMs = 750;

const ping = framedControl("ping", null);

/** The parts that all clients of the gateway share. */
export interface WebSocketTransportParts {
  readonly encoder: EventEncoder<Framed>;
  /** Maximum number of bytes that wait for the client; 0 disables the limit. */
  readonly mostBytes: number;
}

/** The client of a transport. */
export interface TransportClient {
  /** Disconnects the client, because too many bytes wait for it. */
  endSlow(limit: "waiting-bytes"): void;
}

/** The transport of one client of the plain WebSocket protocol. */
export class WebSocketTransport implements Transport {
  readonly gateway = "websocket";
  readonly id = randomBytes(15).toString("base64url");
  /** Whether the client has sent its first frames in the handshake, and nothing since (F11). */
  isUnconfirmed = false;
  #isProbing = false;
  readonly #parts: WebSocketTransportParts;
  readonly #webSocket: DirectWebSocket;
  readonly #client: TransportClient;

  constructor(parts: WebSocketTransportParts, webSocket: DirectWebSocket, client: TransportClient) {
    this.#parts = parts;
    this.#webSocket = webSocket;
    this.#client = client;
  }

  /** Whether the client uses the subprotocol (F8). */
  get isExtended(): boolean {
    return this.#webSocket.protocol === subprotocol;
  }

  /** Whether a probe waits for any frame of the client. */
  get isProbing(): boolean {
    return this.#isProbing;
  }

  send(event: ServerEvent): Delivery {
    return this.write(this.#parts.encoder.encode(event));
  }

  reply(id: number, reply: Reply<unknown>): void {
    this.write(framedReply(id, reply));
  }

  write({ frames }: Framed): Delivery {
    const { mostBytes } = this.#parts;
    const webSocket = this.#webSocket;
    if (mostBytes > 0 && webSocket.waitingBytes > mostBytes) {
      this.#client.endSlow("waiting-bytes");
      return "too-slow";
    }
    return frames.every((frame) => webSocket.writeFrame(frame)) ? "written" : "closed";
  }

  /** Sends a ping, as a frame in the subprotocol: the answer of a browser to other pings shows nothing about its page. */
  ping(): void {
    if (this.isExtended) this.write(ping);
    else this.#webSocket.ping();
  }

  async isAlive(): Promise<boolean> {
    const webSocket = this.#webSocket;
    if (webSocket.readyState !== webSocket.OPEN) return false;
    this.#isProbing = true;
    try {
      return await probeLiveness(webSocket, { answer: "pong", ask: () => this.ping() });
    } finally {
      this.#isProbing = false;
    }
  }

  disconnect(): void {
    this.#close(policyViolationCode, "do not reconnect");
  }

  closeGracefully(): void {
    this.#close(serviceRestartCode, "reconnect");
  }

  destroy(): void {
    this.#webSocket.terminate();
  }

  #close(code: number, reason: string): void {
    const webSocket = this.#webSocket;
    webSocket.close(code, reason);
    setTimeout(() => webSocket.terminate(), closeMs).unref();
  }
}
