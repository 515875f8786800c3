import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { Inbox } from "./inbox.ts";
import { token } from "./start-server.ts";

/** A plain WebSocket that sends and receives raw Engine.IO frames. */
export class RawSocket {
  readonly #socket: WebSocket;
  readonly #frames = new Inbox<string | Buffer>();
  readonly closed: Promise<number>;

  constructor(url: string) {
    this.#socket = new WebSocket(
      `${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`,
    );
    this.#socket.on("message", (data: Buffer, isBinary) => {
      this.#frames.put(isBinary ? data : data.toString());
    });
    this.#socket.on("error", () => {});
    this.closed = new Promise((resolve) => this.#socket.on("close", resolve));
    onTestFinished(() => this.#socket.terminate());
  }

  async opened(): Promise<this> {
    await this.frame();
    return this;
  }

  send(frame: string | Buffer): void {
    if (this.isOpen) this.#socket.send(frame);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Stops reading, and therefore answers nothing. */
  stall(): void {
    this.#socket.pause();
  }

  end(): void {
    this.#socket.close();
  }

  /** Returns the next frame. */
  frame(): Promise<string | Buffer> {
    return this.#frames.take();
  }
}

/** Returns a raw socket that has connected with the token. */
export async function rawVisitor(url: string): Promise<RawSocket> {
  const socket = await new RawSocket(url).opened();
  socket.send(`40${JSON.stringify({ token })}`);
  await socket.frame();
  return socket;
}

/** Returns a raw socket that is a peer and has received the present peers. */
export async function rawPeer(url: string, peerId: string): Promise<RawSocket> {
  const socket = await rawVisitor(url);
  socket.send(`42${JSON.stringify(["ready", peerId])}`);
  await socket.frame();
  return socket;
}
