import { socketIo } from "../kit/dialect.ts";
import { RawSocket } from "../kit/raw-socket.ts";

/** The leave of another peer that a peer received. */
export interface ObservedLeave {
  readonly of: string;
  /** The time of its arrival, of `performance.now`. */
  readonly atMs: number;
}

export interface StockPeerOptions {
  readonly url: string;
  readonly token: string;
  readonly room: string;
  readonly peerId: string;
}

/** Pause before a refused `ready` is repeated, in milliseconds. */
const repeatMs = 50;

/** A peer without a session, as stock clients of Socket.IO are. It cannot resume, and does not reconnect. */
export class StockPeer {
  readonly peerId: string;
  readonly leaves: ObservedLeave[] = [];
  readonly #socket: RawSocket;

  private constructor(peerId: string, socket: RawSocket) {
    this.peerId = peerId;
    this.#socket = socket;
    socket.listen((frame) => this.#receive(frame));
  }

  /** Resolves when the peer is in the room. While the server responds `unavailable`, the peer tries again. */
  static async join({ url, token, room, peerId }: StockPeerOptions): Promise<StockPeer> {
    const socket = await RawSocket.open(new URL(socketIo.path, url).href.replace(/^http/, "ws"));
    const isConnected = socket.receives((frame) => frame.startsWith("40{"));
    socket.send(`40${JSON.stringify({ token })}`);
    await isConnected;
    const ready = `420${JSON.stringify(["ready", peerId, { room }])}`;
    for (;;) {
      const replied = socket.receives((frame) => frame.startsWith("430["));
      socket.send(ready);
      const reply = await replied;
      if (reply.startsWith('430[{"ok":true')) return new StockPeer(peerId, socket);
      if (!reply.includes('"unavailable"')) throw new Error(`the peer cannot join: ${reply}`);
      await new Promise((resolve) => setTimeout(resolve, repeatMs));
    }
  }

  get isConnected(): boolean {
    return this.#socket.isOpen;
  }

  /** Leaves the room. */
  leave(): void {
    this.#socket.send("41");
    this.#socket.end();
  }

  #receive(frame: string): void {
    if (!frame.startsWith('42["message"')) return;
    const [, envelope] = JSON.parse(frame.slice(2)) as readonly [string, Envelope];
    if (envelope.action === "close") {
      this.leaves.push({ of: envelope.from, atMs: performance.now() });
    }
  }
}

interface Envelope {
  readonly from: string;
  readonly action?: string;
}
