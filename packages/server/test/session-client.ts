import type { PresenceBatch, ReadyValue, Reply, Roster } from "simple-webrtc-signaling-protocol";
import { expect } from "vitest";
import type { WebSocket } from "ws";
import { Inbox } from "./inbox.ts";
import { StockClient, type StockClientOptions } from "./stock-client.ts";

export type ResumableValue = ReadyValue & Required<Pick<ReadyValue, "session" | "revision">>;

/** A stock client with a session, and the events it receives. */
export class SessionClient extends StockClient {
  readonly batches = new Inbox<PresenceBatch>();

  constructor(url: string, options: StockClientOptions = {}) {
    super(url, options);
    this.socket.on("presence", (batch: PresenceBatch) => this.batches.put(batch));
  }

  /** Becomes a peer with a new session, or with a claimed session. */
  async ready(peerId: string, options: Record<string, unknown> = {}): Promise<ResumableValue> {
    const reply = (await this.ask("ready", peerId, {
      session: true,
      ...options,
    })) as Reply<ResumableValue>;
    expect(reply).toMatchObject({ ok: true });
    if (!reply.ok) throw new Error(reply.reason);
    return reply.value;
  }

  /** Breaks the connection without a disconnect packet. The server notices it at once. */
  lose(): void {
    this.socket.io.engine.close();
  }

  /** Returns the peers that left, from the next batch with a leave. */
  async nextLeft(): Promise<PresenceBatch["left"]> {
    for (;;) {
      const { left } = await this.batches.take();
      if (left.length > 0) return left;
    }
  }

  async roster(): Promise<Roster> {
    const reply = (await this.ask("presence")) as Reply<Roster>;
    if (!reply.ok) throw new Error(reply.reason);
    return reply.value;
  }
}

/** Freezes the client: the connection stays open, but it answers no ping. */
export function freeze(client: StockClient): void {
  webSocketOf(client).pause();
}

/** Closes the WebSocket of a client with a close code. */
export function close(client: StockClient, code: number): void {
  webSocketOf(client).close(code);
}

/** Closes the WebSocket of a client with the close code of a page that is unloaded (RFC 6455 §7.4.1). */
export function goAway(client: StockClient): void {
  close(client, 1001);
}

/** Ends the TCP connection of a client without a close frame. */
export function cut(client: StockClient): void {
  webSocketOf(client).terminate();
}

function webSocketOf({ socket }: StockClient): WebSocket {
  return (socket.io.engine as unknown as { transport: { ws: WebSocket } }).transport.ws;
}

export async function sessionClient(url: string, options: StockClientOptions = {}) {
  const client = new SessionClient(url, options);
  await client.connected();
  return client;
}
