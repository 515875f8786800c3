import type { PresenceBatch, ReadyValue, Reply, Roster } from "simple-webrtc-signaling-protocol";
import { expect } from "vitest";
import { Inbox } from "./inbox.ts";
import { StockClient, type StockClientOptions } from "./stock-client.ts";

export type ResumableValue = ReadyValue & Required<Pick<ReadyValue, "session" | "revision">>;

/** A bare client that asks for a session, and what it is told of it. */
export class SessionClient extends StockClient {
  readonly batches = new Inbox<PresenceBatch>();

  constructor(url: string, options: StockClientOptions = {}) {
    super(url, options);
    this.socket.on("presence", (batch: PresenceBatch) => this.batches.put(batch));
  }

  /** Becomes a peer with a new session, or with the one that is claimed. */
  async ready(peerId: string, options: Record<string, unknown> = {}): Promise<ResumableValue> {
    const reply = (await this.ask("ready", peerId, {
      session: true,
      ...options,
    })) as Reply<ResumableValue>;
    expect(reply).toMatchObject({ ok: true });
    if (!reply.ok) throw new Error(reply.reason);
    return reply.value;
  }

  /** Its connection is lost, without a word: the server hears of it at once. */
  lose(): void {
    this.socket.io.engine.close();
  }

  /** Whoever has left, in the next batch that tells of any. */
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

/** Nobody can tell it from one that is alive, but by asking it. */
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
