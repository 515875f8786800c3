import type { ReadyValue, Reply } from "simple-webrtc-signaling-protocol";
import { io, type Socket } from "socket.io-client";
import { onTestFinished } from "vitest";

/** The messages between peers of a room: rules Q1 to Q8, and Q12. */
export interface Content {
  readonly visit?: string;
  readonly to?: string;
  readonly say?: "hello" | "bye";
  readonly description?: RTCSessionDescriptionInit;
  readonly candidate?: RTCIceCandidateInit | null;
  readonly sent?: number;
  readonly received?: number;
}

interface Received {
  readonly from: string;
  readonly target: string;
  readonly message: Content;
}

/** A peer of a room on the stock client. It sends only the messages of the test. */
export class StockPeer {
  /** The peers that were in the room before. */
  readonly present: ReadyValue["peers"];
  readonly #socket: Socket;
  readonly #received: Received[];
  readonly #visits = new Map<string, string>();
  #wake = () => {};

  private constructor(socket: Socket, received: Received[], { peers }: ReadyValue) {
    this.#socket = socket;
    this.#received = received;
    this.present = peers;
    for (const { peerId, joinId } of peers) this.#visits.set(peerId, String(joinId));
    socket.on("message", () => this.#wake());
  }

  /** Joins the lobby. Without a join id, other peers say hello. Presence is not recorded, because peers do not send it. */
  static async join(url: string, peerId: string, joinId?: string) {
    const socket = io(url, { transports: ["websocket"], forceNew: true });
    onTestFinished(() => {
      socket.disconnect();
    });
    const received: Received[] = [];
    socket.on("message", (envelope: Received & { action?: string; connections?: object }) => {
      if (!envelope.action && !envelope.connections) received.push(envelope);
    });
    const reply = (await socket.emitWithAck("ready", peerId, { joinId })) as Reply<ReadyValue>;
    if (!reply.ok) throw new Error(reply.reason);
    return new StockPeer(socket, received, reply.value);
  }

  /** Sends a content to one peer, or to `all`. */
  send(target: string, content: Content): void {
    if (target === "all") this.#socket.emit("message", content);
    else this.#socket.emit("messageOne", { target, message: content });
  }

  /** Returns the join id of a peer, from the roster or its last message. */
  visitOf(peerId: string): string {
    const said = this.#visits.get(peerId);
    if (said === undefined) throw new Error(`${peerId} has not introduced itself`);
    return said;
  }

  /** Resolves with the next envelope that is not presence. */
  next(): Promise<Received> {
    return this.#take(() => true);
  }

  /** Resolves with the next content of a peer that has the given member. Earlier contents stay in the queue. */
  async nextFrom(peerId: string, member: keyof Content = "visit"): Promise<Content> {
    const { message } = await this.#take(
      ({ from, message }) => from === peerId && message[member] !== undefined,
    );
    return message;
  }

  async #take(isWanted: (envelope: Received) => boolean): Promise<Received> {
    for (;;) {
      const index = this.#received.findIndex(isWanted);
      const [envelope] = index < 0 ? [] : this.#received.splice(index, 1);
      if (envelope) {
        if (envelope.message.visit) this.#visits.set(envelope.from, envelope.message.visit);
        return envelope;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
