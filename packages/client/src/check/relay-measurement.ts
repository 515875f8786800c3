import { within } from "./within.ts";

/** 2 s of packets with the size and the rate of a small video (400 kbit/s). */
const packets = 100;
const packetBytes = 1_000;
const packetIntervalMs = 20;

/** Delayed packets arrive within this time after the last one, in milliseconds. */
const delayMs = 1_000;

/** The throughput is measured for this time, in milliseconds, or until this number of bytes was sent. */
const throughputMs = 2_000;
const mostBytes = 10_000_000;
const chunkBytes = 16_384;
const queuedBytes = 262_144;

/** The queue is waited for this long, in milliseconds. Data that arrives later does not count. */
const drainMs = 2_000;

interface Channels {
  readonly reliable: RTCDataChannel;
  readonly lossy: RTCDataChannel;
}

/** Returns the part of the packets that did not arrive, in percent. */
export async function measureLoss(
  near: Channels,
  far: Channels,
  signal: AbortSignal | undefined,
): Promise<number> {
  let received = 0;
  const allReceived = new Promise<true>((resolve) => {
    far.lossy.addEventListener("message", () => {
      received += 1;
      if (received === packets) resolve(true);
    });
  });
  const packet = new ArrayBuffer(packetBytes);
  const startedAt = performance.now();
  for (let sent = 0; sent < packets; sent += 1) {
    // Timers of a page in the background are late. Later packets make up for it.
    const waitMs = startedAt + sent * packetIntervalMs - performance.now();
    if (waitMs > 0) await within(new Promise(() => {}), { timeoutMs: waitMs, signal });
    if (near.lossy.readyState !== "open") break;
    near.lossy.send(packet);
  }
  await within(allReceived, { timeoutMs: delayMs, signal });
  return Math.round((100 * (packets - received)) / packets);
}

/** Returns the throughput of a reliable channel, in Mbit/s. */
export async function measureThroughput(
  near: RTCDataChannel,
  far: RTCDataChannel,
  signal: AbortSignal | undefined,
): Promise<number> {
  const arrivals = new Arrivals(far);
  const chunk = new ArrayBuffer(chunkBytes);
  near.bufferedAmountLowThreshold = queuedBytes / 2;
  const startedAt = performance.now();
  let sentBytes = 0;
  while (sentBytes < mostBytes) {
    const waitMs = startedAt + throughputMs - performance.now();
    if (waitMs <= 0 || near.readyState !== "open") break;
    if (near.bufferedAmount < queuedBytes) {
      near.send(chunk);
      sentBytes += chunkBytes;
    } else await within(nextOf(near, "bufferedamountlow"), { timeoutMs: waitMs, signal });
  }
  await within(arrivals.of(sentBytes), { timeoutMs: drainMs, signal });
  return arrivals.megabitsPerSecond;
}

/** The data that arrives over a channel. The first message starts the clock. */
class Arrivals {
  #bytes = 0;
  #timedBytes = 0;
  #firstAt = 0;
  #lastAt = 0;
  #wanted = Number.POSITIVE_INFINITY;
  #resolve = () => {};

  constructor(channel: RTCDataChannel) {
    channel.binaryType = "arraybuffer";
    channel.addEventListener("message", ({ data }) => this.#take((data as ArrayBuffer).byteLength));
  }

  /** Resolves when this number of bytes has arrived. */
  of(bytes: number): Promise<void> {
    this.#wanted = bytes;
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#take(0);
    });
  }

  get megabitsPerSecond(): number {
    const seconds = (this.#lastAt - this.#firstAt) / 1_000;
    return seconds > 0 ? (this.#timedBytes * 8) / 1_000_000 / seconds : 0;
  }

  #take(bytes: number): void {
    if (bytes > 0) {
      this.#lastAt = performance.now();
      if (this.#bytes === 0) this.#firstAt = this.#lastAt;
      else this.#timedBytes += bytes;
      this.#bytes += bytes;
    }
    if (this.#bytes >= this.#wanted) this.#resolve();
  }
}

function nextOf(channel: RTCDataChannel, name: string): Promise<void> {
  return new Promise((resolve) => {
    channel.addEventListener(name, () => resolve(), { once: true });
  });
}
