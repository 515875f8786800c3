/** Many clients in a separate process, which reports only their states. The process ends with its parent process. */
import { ServerChannel, SignalingError } from "simple-webrtc-signaling-client";
import { nameAddresses } from "./named-addresses.ts";

/** The clients to connect. */
export interface BulkOrder {
  readonly url: string;
  /** The addresses of the host of `url`, if it is a name of this drill: each connection goes to the first one that accepts it. */
  readonly addresses?: readonly string[];
  readonly token: string;
  readonly from: number;
  readonly count: number;
  readonly peersPerRoom: number;
}

/** The states of the clients. */
export interface BulkReport {
  readonly connected: number;
  /** Codes of channels that gave up. */
  readonly errors: readonly string[];
  /** Number of reported leaves; no client leaves. */
  readonly leaves: number;
  /** Number of clients that began another session. */
  readonly newSessions: number;
  /** Duration of each absence, in milliseconds. */
  readonly awayMs: readonly number[];
}

/** Number of clients that connect at the same time. */
const atOnce = 20;

const channels: ServerChannel[] = [];
const errors: string[] = [];
const awayMs: number[] = [];
let leaves = 0;
let newSessions = 0;

/**
 * Connects a client. On a busy machine, the first connection may take longer than the time limit of the channel. Then the
 * client tries again, as applications do.
 */
async function connect(number: number, { url, token, peersPerRoom }: BulkOrder): Promise<void> {
  const room = `room ${Math.floor(number / peersPerRoom)}`;
  for (;;) {
    const channel = new ServerChannel({ url, token, room, peerId: `peer ${number}` });
    const code = await channel.connect().then(
      () => undefined,
      (error: unknown) => codeOf(error),
    );
    if (code === undefined) return watch(channel);
    if (code !== "unavailable") {
      errors.push(code);
      return;
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof SignalingError ? error.code : String(error);
}

function watch(channel: ServerChannel): void {
  let lostMs = 0;
  channel.on("error", ({ code }) => errors.push(code));
  channel.on("close", () => {
    leaves += 1;
  });
  channel.on("ready", () => {
    if (lostMs > 0) newSessions += 1;
  });
  channel.on("state", (state) => {
    if (state === "reconnecting") lostMs = performance.now();
    if (state === "connected" && lostMs > 0) awayMs.push(performance.now() - lostMs);
  });
  channels.push(channel);
}

async function assemble(order: BulkOrder): Promise<void> {
  if (order.addresses) nameAddresses(new URL(order.url).hostname, order.addresses);
  for (let come = 0; come < order.count; come += atOnce) {
    const numbers = Array.from(
      { length: Math.min(atOnce, order.count - come) },
      (_, index) => order.from + come + index,
    );
    await Promise.all(numbers.map((number) => connect(number, order)));
  }
}

function report(): BulkReport {
  const connected = channels.filter(({ state }) => state === "connected").length;
  return { connected, errors, leaves, newSessions, awayMs };
}

process.on("message", (order: BulkOrder | "report") => {
  if (order === "report") process.send?.(report());
  else void assemble(order);
});
process.on("disconnect", () => process.exit());
