import type { Reply } from "simple-webrtc-signaling-protocol";
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

export interface WebSocketTransportOptions {
  readonly id: string;
  readonly webSocket: DirectWebSocket;
  readonly encoder: EventEncoder<Framed>;
  /** Whether pings and their answers are frames: the answer of a browser to other pings shows nothing about its page. */
  readonly pingsAreFrames: boolean;
  /** Maximum number of bytes that wait for the client; 0 disables the limit. */
  readonly mostBytes: number;
  /** The client is a slow consumer. */
  readonly slow: () => void;
}

/** The transport of one client of the plain WebSocket protocol. */
export class WebSocketTransport implements Transport {
  readonly id: string;
  readonly #options: WebSocketTransportOptions;

  constructor(options: WebSocketTransportOptions) {
    this.id = options.id;
    this.#options = options;
  }

  send(event: ServerEvent): Delivery {
    return this.write(this.#options.encoder.encode(event));
  }

  reply(id: number, reply: Reply<unknown>): void {
    this.write(framedReply(id, reply));
  }

  write({ frames }: Framed): Delivery {
    const { webSocket, mostBytes, slow } = this.#options;
    if (mostBytes > 0 && webSocket.waitingBytes > mostBytes) {
      slow();
      return "too-slow";
    }
    return frames.every((frame) => webSocket.writeFrame(frame)) ? "written" : "closed";
  }

  ping(): void {
    const { webSocket, pingsAreFrames } = this.#options;
    if (pingsAreFrames) this.write(ping);
    else webSocket.ping();
  }

  async isAlive(): Promise<boolean> {
    const { webSocket } = this.#options;
    if (webSocket.readyState !== webSocket.OPEN) return false;
    return probeLiveness(webSocket, { answer: "pong", ask: () => this.ping() });
  }

  disconnect(): void {
    this.#close(policyViolationCode, "do not reconnect");
  }

  closeGracefully(): void {
    this.#close(serviceRestartCode, "reconnect");
  }

  destroy(): void {
    this.#options.webSocket.terminate();
  }

  #close(code: number, reason: string): void {
    const { webSocket } = this.#options;
    webSocket.close(code, reason);
    setTimeout(() => webSocket.terminate(), closeMs).unref();
  }
}
