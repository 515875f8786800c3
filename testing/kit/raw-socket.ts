import { once } from "node:events";
import { type ClientOptions, WebSocket } from "ws";

const ping = "2";
const pong = "3";

/**
 * A WebSocket whose text frames are written and read as they are, so that the load costs as little
 * as it can. It answers Engine.IO's heartbeat, which no plain JSON frame looks like.
 */
export class RawSocket {
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  #listener: (text: string) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => this.#take(data.toString()));
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
  }

  /** `options` are those of `ws`. Rejects if the server does not open it. */
  static async open(url: string, options: ClientOptions = {}): Promise<RawSocket> {
    const socket = new WebSocket(url, { perMessageDeflate: false, ...options });
    const rawSocket = new RawSocket(socket);
    await once(socket, "open");
    return rawSocket;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** How many bytes were sent and not yet taken by the system. */
  get waitingBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(frame: string | Buffer): void {
    this.#socket.send(frame);
  }

  /** One message in parts of their own. */
  sendParts(parts: readonly string[]): void {
    for (const [index, part] of parts.entries()) {
      this.#socket.send(part, { fin: index === parts.length - 1 });
    }
  }

  /** From now on it reads nothing, and so answers nothing. */
  stall(): void {
    this.#socket.pause();
  }

  /** From now on every frame goes to this listener, and to no other. */
  listen(listener: (text: string) => void): void {
    this.#listener = listener;
  }

  /** Resolves with the first frame that is wanted; those before it are dropped. */
  hears(isWanted: (text: string) => boolean): Promise<string> {
    return new Promise((resolve) => {
      this.#listener = (text) => {
        if (isWanted(text)) resolve(text);
      };
    });
  }

  end(): void {
    this.#socket.terminate();
  }

  #take(text: string): void {
    if (text === ping && this.isOpen) this.#socket.send(pong);
    else this.#listener(text);
  }
}
