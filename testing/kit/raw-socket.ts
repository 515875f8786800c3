import { once } from "node:events";
import { type ClientOptions, WebSocket } from "ws";

const ping = "2";
const pong = "3";

/**
 * A WebSocket that writes and reads text frames unchanged, so that the load generator is cheap. It answers the
 * heartbeat of Engine.IO, which no plain JSON frame resembles.
 */
export class RawSocket {
  /** Resolves when the connection is closed by either side. */
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  #listener: (text: string) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => this.#take(data.toString()));
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
  }

  /** `options` are options of `ws`. Rejects if the server refuses the connection. */
  static async open(
    url: string,
    options: ClientOptions = {},
    subprotocols: readonly string[] = [],
  ): Promise<RawSocket> {
    const socket = new WebSocket(url, [...subprotocols], { perMessageDeflate: false, ...options });
    const rawSocket = new RawSocket(socket);
    await once(socket, "open");
    return rawSocket;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Number of bytes that were sent and not yet accepted by the system. */
  get waitingBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(frame: string | Buffer): void {
    this.#socket.send(frame);
  }

  /** Sends one message in several fragments. */
  sendParts(parts: readonly string[]): void {
    for (const [index, part] of parts.entries()) {
      this.#socket.send(part, { fin: index === parts.length - 1 });
    }
  }

  /** Stops reading, and therefore also answering. */
  stall(): void {
    this.#socket.pause();
  }

  /** Passes every later frame to this listener only. */
  listen(listener: (text: string) => void): void {
    this.#listener = listener;
  }

  /** Resolves with the first frame that matches; earlier frames are dropped. */
  receives(isWanted: (text: string) => boolean): Promise<string> {
    return new Promise((resolve) => {
      this.#listener = (text) => {
        if (isWanted(text)) resolve(text);
      };
    });
  }

  /** Closes with the close handshake of WebSocket, and the code 1000. */
  close(): void {
    this.#socket.close(1000);
  }

  end(): void {
    this.#socket.terminate();
  }

  #take(text: string): void {
    if (text === ping && this.isOpen) this.#socket.send(pong);
    else this.#listener(text);
  }
}
