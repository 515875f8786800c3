import { io as connect48 } from "socket.io-client";
import { io as connect40 } from "socket.io-client-4.0";
import { expect, onTestFinished, test } from "vitest";
import { Inbox } from "./inbox.ts";
import { JsonSocket } from "./json-socket.ts";
import { caughtUp, nextNodeOf } from "./nodes.ts";
import { token } from "./start-server.ts";

/** The versions and transports of the stock client that are in use. */
export const stockClients = [
  { client: "4.8", transport: "websocket" },
  { client: "4.8", transport: "polling" },
  { client: "4.0.1", transport: "websocket" },
  { client: "4.0.1", transport: "polling" },
] as const;

/** A client of the plain WebSocket gateway. */
const jsonClient = { client: "json", transport: "websocket" } as const;

/** The client of the conversations that name no client. The project `websocket-gateway` sets another one. */
export const isJsonUsual = process.env["TEST_CLIENT"] === "json";
const usual = isJsonUsual ? jsonClient : stockClients[0];

/** Registers a test of Socket.IO or Engine.IO alone, which the plain WebSocket gateway does not run. */
export const testOfSocketIo: (title: string, run: () => Promise<void>) => void = isJsonUsual
  ? () => {}
  : (title, run) => test(title, run);

export type StockClientKind = (typeof stockClients)[number] | typeof jsonClient;

const connects = { "4.8": connect48, "4.0.1": connect40 };

type StockSocket = ReturnType<typeof connect48>;

export interface StockClientOptions {
  readonly kind?: StockClientKind;
  readonly auth?: Record<string, unknown>;
  readonly path?: string;
  /** Default: the transport of the kind. With two transports, the client upgrades its connection. */
  readonly transports?: StockClientKind["transport"][];
  readonly extraHeaders?: Record<string, string>;
  /** Whether the client reconnects by itself, as stock clients do. Default: `false`. */
  readonly reconnection?: boolean;
}

/**
 * A stock socket.io-client, or a client of the plain WebSocket gateway, that queues all events it receives. With several
 * nodes, the test continues when all of them know what the client has received.
 */
export class StockClient {
  readonly socket: StockSocket;
  readonly #url: string;
  readonly #received = new Inbox<readonly [event: string, ...rest: unknown[]]>();

  constructor(
    url: string,
    {
      kind = usual,
      auth = { token },
      transports = [kind.transport],
      ...options
    }: StockClientOptions = {},
  ) {
    this.#url = url;
    const server = nextNodeOf(url);
    this.socket =
      kind.client === "json"
        ? (new JsonSocket(server, { auth, ...options }) as unknown as StockSocket)
        : connects[kind.client](server, {
            transports,
            forceNew: true,
            reconnection: false,
            auth,
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
      this.socket.on(event, (...rest: unknown[]) => this.#received.put([event, ...rest]));
    }
    onTestFinished(() => {
      this.socket.close();
    });
  }

  /** Returns the next envelope. */
  async envelope(): Promise<unknown> {
    const [event, envelope] = await this.received();
    expect(event).toBe("message");
    return envelope;
  }

  /** Returns the next received event, with its name. */
  async received(): Promise<readonly [event: string, ...rest: unknown[]]> {
    const received = await this.#received.take();
    await caughtUp(this.#url);
    return received;
  }

  async connected(): Promise<this> {
    if (!this.socket.connected)
      await new Promise<void>((resolve) => this.socket.once("connect", resolve));
    return this;
  }

  /** Emits with an acknowledgement and returns the reply. */
  async ask(event: string, ...rest: unknown[]): Promise<unknown> {
    const reply = await new Promise((resolve) => this.socket.emit(event, ...rest, resolve));
    await caughtUp(this.#url);
    return reply;
  }

  /**
   * Asserts that no further event was received: a message to itself is the next event that arrives.
   * Messages are delivered in order, so any earlier event would have arrived first.
   */
  async receivedNothingMore(peerId: string): Promise<void> {
    this.socket.emit("messageOne", { target: peerId, message: "nothing before this" });
    expect(await this.received()).toEqual([
      "message",
      { from: peerId, target: peerId, message: "nothing before this" },
    ]);
  }
}

/** Returns a stock client that is a peer and has received the present peers. */
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
