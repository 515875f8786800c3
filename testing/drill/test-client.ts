import { ReliableChannel, ServerChannel } from "simple-webrtc-signaling-client";
import type { Observation } from "./observation.ts";

/** The server and room of a client. */
export interface TestClientOptions {
  readonly url: string;
  readonly token: string;
  readonly room: string;
}

/** The content of one signal: the n-th to its receiver, as long as a candidate. */
interface Signal {
  readonly number: number;
  readonly candidate: string;
}

const candidate = `candidate:1 1 udp 2122260223 192.0.2.1 54321 typ host ${"x".repeat(100)}`;

/** One client: its channel, its roster, and the signals that it sends and receives. It reports all of them to an oracle. */
export class TestClient {
  readonly peerId: string;
  readonly #channel: ServerChannel;
  readonly #reliable: ReliableChannel;
  /** The sessions of the other peers, by their ids. */
  readonly #present = new Map<string, string | undefined>();
  readonly #numbers = new Map<string, number>();
  readonly #tell: (observation: Observation) => void;

  constructor(
    peerId: string,
    { url, token, room }: TestClientOptions,
    tell: (observation: Observation) => void,
  ) {
    this.peerId = peerId;
    this.#tell = tell;
    this.#channel = new ServerChannel({ url, token, room, peerId });
    this.#reliable = new ReliableChannel({ channel: this.#channel.sessions });
    let wasReady = false;
    for (const back of ["ready", "resumed"] as const) {
      this.#channel.on(back, (peers) => {
        wasReady = true;
        for (const { peerId, sessionId } of peers) this.#present.set(peerId, sessionId);
        const session = this.#channel.sessionId;
        const isResumed = back === "resumed";
        tell({ what: "connected", by: peerId, session, isResumed, atMs: Date.now() });
      });
    }
    this.#channel.on("state", (state) => {
      if (state !== "reconnecting") return;
      tell({ what: "disconnected", by: peerId, atMs: Date.now() });
    });
    this.#channel.on("open", ({ peerId: of, sessionId }) => this.#open(of, sessionId));
    this.#channel.on("close", (of) => this.#close(of));
    this.#channel.on("error", ({ code }) => tell({ what: "error", by: peerId, code, wasReady }));
    this.#reliable.onMessage(({ from, message }) => {
      const { number } = message as Signal;
      tell({ what: "surfaced", from, to: peerId, number });
    });
  }

  get present(): readonly string[] {
    return [...this.#present.keys()];
  }

  join(): Promise<void> {
    return this.#channel.connect();
  }

  leave(): void {
    this.#reliable.close();
    this.#channel.disconnect();
  }

  /** Sends the next number to one of the visible peers. */
  async say(below: (bound: number) => number): Promise<void> {
    const to = this.present[below(this.#present.size)];
    if (to === undefined) return;
    const number = (this.#numbers.get(to) ?? 0) + 1;
    this.#numbers.set(to, number);
    const signal = { from: this.peerId, to, number };
    this.#tell({ what: "sent", ...signal });
    try {
      await this.#reliable.sendTo(to, { number, candidate } satisfies Signal);
      this.#tell({ what: "accepted", ...signal });
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      this.#tell({ what: "refused", ...signal, code });
    }
  }

  #open(of: string, session: string | undefined): void {
    this.#present.set(of, session);
    this.#tell({ what: "opened", by: this.peerId, of, session });
  }

  #close(of: string): void {
    const session = this.#present.get(of);
    this.#present.delete(of);
    this.#tell({ what: "closed", by: this.peerId, of, session });
  }
}
