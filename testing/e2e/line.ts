import type { WebSocket } from "ws";

/** The heartbeat settings that the server sends to clients; the interval is short, so that tests need not wait. */
const pingMs = 100;

/** The maximum delay of a ping on a busy machine. */
const pingTimeoutMs = 1_000;

let opened = 0;

/** One connection, in packets. */
export class Line {
  readonly #webSocket: WebSocket;

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
  }

  /** The Engine.IO handshake, and the pings from then on. */
  open({ pings = true } = {}): void {
    opened += 1;
    const handshake = {
      sid: `engine ${opened}`,
      upgrades: [],
      pingInterval: pingMs,
      pingTimeout: pingTimeoutMs,
    };
    this.say(`0${JSON.stringify({ ...handshake, maxPayload: 1_000_000 })}`);
    if (pings) this.#ping();
  }

  /** As often as it said it would, until the end. */
  #ping(): void {
    const timer = setInterval(() => this.say("2"), pingMs);
    this.#webSocket.on("close", () => clearInterval(timer));
  }

  answer(number: string, reply: unknown): void {
    this.say(`43${number}${JSON.stringify([reply])}`);
  }

  tell(event: string, value: unknown): void {
    this.say(`42${JSON.stringify([event, value])}`);
  }

  say(packet: string): void {
    this.#webSocket.send(packet);
  }

  hear(listener: (packet: string) => void): void {
    this.#webSocket.on("message", (data: Buffer) => listener(data.toString()));
  }

  end(): void {
    this.#webSocket.terminate();
  }

  /** With a closing handshake (RFC 6455 §7.4.1). */
  close(code: number): void {
    this.#webSocket.close(code);
  }
}
