import { io, type Socket } from "socket.io-client";
import { say } from "./say.ts";

/** What the server tells, always as the event `message`. */
export interface Envelope {
  /** The peer that speaks, written by the server; "all" in the answer to `ready`. */
  readonly from: string;
  readonly target: string;
  readonly message?: unknown;
  /** The peer `from` has come or gone. */
  readonly action?: "open" | "close";
  /** Who was there before us, by peer id: the answer to `ready`. */
  readonly connections?: Readonly<Record<string, unknown>>;
}

interface SignalingChannelOptions {
  readonly peerId: string;
  readonly url: string;
  readonly token: string;
}

/** A peer's way to the others: all it takes to use the signaling server, on stock socket.io-client. */
export class SignalingChannel {
  onReady = (): void => {};
  onMessage: (envelope: Envelope) => void = () => {};
  /** The connection is lost. socket.io-client tries to get it back; then we are ready once more. */
  onGone = (): void => say("The signaling server is gone; we go on looking for it.");
  /** The server does not take us, for this reason, and there is no other attempt. */
  onRefused = (reason: string): void => {
    say(reason);
    process.exitCode = 1;
  };

  readonly #url: string;
  readonly #socket: Socket;
  #isSearching = false;

  constructor({ peerId, url, token }: SignalingChannelOptions) {
    this.#url = url;
    this.#socket = io(url, { auth: { token }, autoConnect: false });
    this.#socket.on("connect", () => {
      this.#isSearching = false;
      this.#socket.emit("ready", peerId);
      this.onReady();
    });
    this.#socket.on("message", (envelope: Envelope) => this.onMessage(envelope));
    this.#listenForTrouble();
  }

  connect(): void {
    this.#socket.connect();
  }

  /** To everyone else. */
  send(content: unknown): void {
    this.#socket.emit("message", content);
  }

  /** To one peer. */
  sendTo(target: string, content: unknown): void {
    this.#socket.emit("messageOne", { target, message: content });
  }

  disconnect(): void {
    this.#socket.disconnect();
  }

  #listenForTrouble(): void {
    this.#socket.on("connect_error", (error) => this.#explain(error));
    this.#socket.on("disconnect", () => {
      if (!this.#socket.active) return;
      this.#isSearching = true;
      this.onGone();
    });
    this.#socket.on("uniquenessError", ({ message }) => this.onRefused(message));
    this.#socket.on("signalingError", ({ event, code, reason }) => {
      say(`\`${event}\` was refused (${code}): ${reason}`);
    });
  }

  /** A socket that is still `active` tries again: nobody answered. Otherwise the server said no. */
  #explain(error: Error & { readonly data?: { readonly reason?: string } }): void {
    if (!this.#socket.active) {
      this.onRefused(`${error.message}: ${error.data?.reason}. ${tokenAdvice}`);
    } else if (!this.#isSearching) {
      this.#isSearching = true;
      say(`No signaling server answers at ${this.#url}: start one with \`yarn dev\`.`);
    }
  }
}

const tokenAdvice =
  "Set TOKEN to the server's: SIGNALING123 for `yarn dev`; `yarn start` prints one unless it was given its own.";

/** Whether this is how we learn that a peer is there: it was before us, or it has just come. */
export function isArrivalOf(peerId: string, envelope: Envelope): boolean {
  const { connections, from, action } = envelope;
  if (connections) return Object.hasOwn(connections, peerId);
  return from === peerId && action === "open";
}
