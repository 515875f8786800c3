import type { PresenceBatch, ReadyValue, Reply, Roster } from "simple-webrtc-signaling-protocol";
import { expect } from "vitest";
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
export function freeze({ socket }: StockClient): void {
  const { transport } = socket.io.engine as unknown as {
    transport: { ws: { pause(): void; on?: unknown } };
  };
  transport.ws.pause();
}

export async function sessionClient(url: string, options: StockClientOptions = {}) {
  const client = new SessionClient(url, options);
  await client.connected();
  return client;
}
