import { io, type Socket } from "socket.io-client";
import { say } from "./say.ts";
import { scriptCommand } from "./script-command.ts";

/** Everything that the server sends about other peers, always as the event `message`. */
export interface Envelope {
  /** The sender, written by the server; "all" in the answer to `ready`. */
  readonly from: string;
  readonly target: string;
  readonly message?: unknown;
  /** The peer `from` has joined or left. */
  readonly action?: "open" | "close";
  /** The peers that were present before, by peer id: the answer to `ready`. */
  readonly connections?: Readonly<Record<string, unknown>>;
}

interface SignalingChannelOptions {
  readonly peerId: string;
  readonly url: string;
  readonly token: string;
}

/** A peer's connection to the signaling server, on stock socket.io-client. */
export class SignalingChannel {
  /** The server has accepted `ready`: this client is a peer. */
  onReady = (): void => {};
  onMessage: (envelope: Envelope) => void = () => {};
  /** The connection is lost. socket.io-client reconnects; then the client is ready again. */
  onGone = (): void => say("The connection to the signaling server is lost.");
  /** The server refuses this client, for this reason, and there is no other attempt. */
  onRefused = (reason: string): void => {
    say(reason);
    process.exitCode = 1;
  };

  readonly #url: string;
  readonly #socket: Socket;

  constructor({ peerId, url, token }: SignalingChannelOptions) {
    this.#url = url;
    this.#socket = io(url, { auth: { token }, autoConnect: false });
    this.#socket.on("connect", () => this.#socket.emit("ready", peerId));
    this.#socket.on("message", (envelope: Envelope) => {
      if (envelope.connections) this.onReady();
      this.onMessage(envelope);
    });
    this.#listenForTrouble();
  }

  connect(): void {
    this.#socket.connect();
  }

  /** Sends to every other peer. */
  send(content: unknown): void {
    this.#socket.emit("message", content);
  }

  /** Sends to one peer. */
  sendTo(target: string, content: unknown): void {
    this.#socket.emit("messageOne", { target, message: content });
  }

  disconnect(): void {
    this.#socket.disconnect();
  }

  #listenForTrouble(): void {
    this.#socket.on("connect_error", (error) => this.#explain(error));
    this.#socket.on("disconnect", () => {
      if (this.#socket.active) this.onGone();
    });
    this.#socket.on("uniquenessError", ({ message }) => this.onRefused(message));
    this.#socket.on("signalingError", ({ event, code, reason }) => {
      say(`\`${event}\` was refused (${code}): ${reason}`);
    });
  }

  /** A socket that is still `active` tries again: nothing answered. Otherwise the server refused the client. */
  #explain(error: Error & { readonly data?: { readonly reason?: string } }): void {
    if (this.#socket.active) {
      const advice = `Start one with \`${scriptCommand("dev")}\`.`;
      say(`No signaling server answers at ${this.#url}. ${advice} Trying again …`);
    } else {
      this.onRefused(`${error.message}: ${error.data?.reason}. ${tokenAdvice}`);
    }
  }
}

const tokenAdvice = `Set TOKEN to the server's token: \`${scriptCommand("dev")}\` uses SIGNALING123, and \`${scriptCommand("start")}\` prints one unless TOKEN is set.`;

/** Whether this envelope says that a peer is present: it was there before, or it has just joined. */
export function isArrivalOf(peerId: string, envelope: Envelope): boolean {
  const { connections, from, action } = envelope;
  if (connections) return Object.hasOwn(connections, peerId);
  return from === peerId && action === "open";
}
