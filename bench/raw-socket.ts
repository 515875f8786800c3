import { once } from "node:events";
import { WebSocket } from "ws";

const ping = "2";
const pong = "3";

/**
 * A WebSocket whose text frames are written and read as they are, so that the load costs as little
 * as it can. It answers Engine.IO's heartbeat, which no plain JSON frame looks like.
 */
export class RawSocket {
  readonly #socket: WebSocket;
  #listener: (text: string) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => this.#take(data.toString()));
  }

  static async open(url: string): Promise<RawSocket> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const rawSocket = new RawSocket(socket);
    await once(socket, "open");
    return rawSocket;
  }

  send(text: string): void {
    this.#socket.send(text);
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
    if (text === ping) this.#socket.send(pong);
    else this.#listener(text);
  }
}
