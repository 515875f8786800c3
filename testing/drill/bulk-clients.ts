/** Many clients of ours in a process of their own, which only say how they are. It ends when who started it does. */
import { SocketIoChannel } from "simple-webrtc-signaling-client";

/** Who is to come. */
export interface BulkOrder {
  readonly url: string;
  readonly token: string;
  readonly from: number;
  readonly count: number;
  readonly peersPerRoom: number;
}

/** How they are. */
export interface BulkReport {
  readonly connected: number;
  /** Codes of channels that gave up. */
  readonly errors: readonly string[];
  /** Leaves that were told; nobody leaves. */
  readonly leaves: number;
  /** How long each that was away has been, in milliseconds. */
  readonly awayMs: readonly number[];
}

/** So many connect at a time. */
const atOnce = 20;

const channels: SocketIoChannel[] = [];
const errors: string[] = [];
const awayMs: number[] = [];
let leaves = 0;

function channelOf(number: number, { url, token, peersPerRoom }: BulkOrder): SocketIoChannel {
  const room = `room ${Math.floor(number / peersPerRoom)}`;
  const channel = new SocketIoChannel({ url, token, room, peerId: `peer ${number}` });
  let lostMs = 0;
  channel.on("error", ({ code }) => errors.push(code));
  channel.on("close", () => {
    leaves += 1;
  });
  channel.on("state", (state) => {
    if (state === "reconnecting") lostMs = performance.now();
    if (state === "connected" && lostMs > 0) awayMs.push(performance.now() - lostMs);
  });
  channels.push(channel);
  return channel;
}

async function assemble(order: BulkOrder): Promise<void> {
  for (let come = 0; come < order.count; come += atOnce) {
    const numbers = Array.from(
      { length: Math.min(atOnce, order.count - come) },
      (_, index) => order.from + come + index,
    );
    await Promise.all(numbers.map((number) => channelOf(number, order).connect()));
  }
}

function report(): BulkReport {
  const connected = channels.filter(({ state }) => state === "connected").length;
  return { connected, errors, leaves, awayMs };
}

process.on("message", (order: BulkOrder | "report") => {
  if (order === "report") process.send?.(report());
  else assemble(order).catch((error: unknown) => errors.push(String(error)));
});
process.on("disconnect", () => process.exit());
