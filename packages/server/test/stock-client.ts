import { io as connect48 } from "socket.io-client";
import { io as connect40 } from "socket.io-client-4.0";
import { expect, onTestFinished } from "vitest";
import { Inbox } from "./inbox.ts";
import { token } from "./start-server.ts";

/** The stock client, in the versions and over the transports that people use. */
export const stockClients = [
  { client: "4.8", transport: "websocket" },
  { client: "4.8", transport: "polling" },
  { client: "4.0.1", transport: "websocket" },
  { client: "4.0.1", transport: "polling" },
] as const;

export type StockClientKind = (typeof stockClients)[number];

const connects = { "4.8": connect48, "4.0.1": connect40 };

export interface StockClientOptions {
  readonly kind?: StockClientKind;
  readonly auth?: Record<string, unknown>;
  readonly path?: string;
  readonly extraHeaders?: Record<string, string>;
  /** Whether it connects anew by itself, as stock clients do. Default: `false`. */
  readonly reconnection?: boolean;
}

/** A stock socket.io-client, and all it hears, to be taken in order. */
export class StockClient {
  readonly socket: ReturnType<typeof connect48>;
  readonly #heard = new Inbox<readonly [event: string, ...rest: unknown[]]>();

  constructor(url: string, { kind = stockClients[0], auth, ...options }: StockClientOptions = {}) {
    this.socket = connects[kind.client](url, {
      transports: [kind.transport],
      forceNew: true,
      reconnection: false,
      auth: auth ?? { token },
      ...options,
    });
    for (const event of [
      "message",
      "uniquenessError",
      "signalingError",
      "notice",
      "drain",
      "disconnect",
      "connect_error",
    ]) {
      this.socket.on(event, (...rest: unknown[]) => this.#heard.put([event, ...rest]));
    }
    onTestFinished(() => {
      this.socket.close();
    });
  }

  /** The next envelope. */
  async envelope(): Promise<unknown> {
    const [event, envelope] = await this.#heard.take();
    expect(event).toBe("message");
    return envelope;
  }

  /** The next thing heard, with the event's name. */
  heard(): Promise<readonly [event: string, ...rest: unknown[]]> {
    return this.#heard.take();
  }

  async connected(): Promise<this> {
    if (!this.socket.connected)
      await new Promise<void>((resolve) => this.socket.once("connect", resolve));
    return this;
  }

  /** Emits with an acknowledgement and gives the reply. */
  ask(event: string, ...rest: unknown[]): Promise<unknown> {
    return new Promise((resolve) => this.socket.emit(event, ...rest, resolve));
  }

  /**
   * Nothing more was heard: a message to itself, sent now, is the next thing that arrives.
   * Order is kept, so whatever came before would have come first.
   */
  async heardNothingMore(peerId: string): Promise<void> {
    this.socket.emit("messageOne", { target: peerId, message: "nothing before this" });
    expect(await this.heard()).toEqual([
      "message",
      { from: peerId, target: peerId, message: "nothing before this" },
    ]);
  }
}

/** A stock client that is a peer already, and has heard who was there. */
export async function peer(
  url: string,
  peerId: string,
  options: StockClientOptions & { readonly room?: string } = {},
) {
  const { room, ...rest } = options;
  const client = await new StockClient(url, rest).connected();
  if (room === undefined) client.socket.emit("ready", peerId);
  else client.socket.emit("ready", peerId, { room });
  await client.envelope();
  return client;
}
