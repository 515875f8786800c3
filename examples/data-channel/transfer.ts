import { createHash } from "node:crypto";
import type { MessageEvent, RTCDataChannel } from "werift";
import { onWord } from "./words.ts";

/** Larger messages than this do not pass between all browsers. */
const chunkBytes = 16 * 1_024;
/** More than this does not wait in the channel. */
const waitingBytes = 8 * chunkBytes;

/** The bytes that were received, and the time since the first chunk. */
export interface Transfer {
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Sends bytes and their SHA-256. Resolves when the other side has verified them. */
export async function send(channel: RTCDataChannel, bytes: Buffer): Promise<void> {
  const verified = new Promise<void>((resolve) => onWord(channel, "verified", () => resolve()));
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    if (channel.bufferedAmount > waitingBytes) await drained(channel);
    channel.send(bytes.subarray(at, at + chunkBytes));
  }
  channel.send(`sha256 ${createHash("sha256").update(bytes).digest("hex")}`);
  await verified;
}

function drained(channel: RTCDataChannel): Promise<void> {
  channel.bufferedAmountLowThreshold = waitingBytes / 2;
  return new Promise((resolve) => {
    channel.addEventListener("bufferedamountlow", () => resolve(), { once: true });
  });
}

/** Takes what the other side sends. Rejects if it is not what was sent. */
export function receive(channel: RTCDataChannel): Promise<Transfer> {
  const hash = createHash("sha256");
  let bytes = 0;
  let startedAt: number | undefined;
  channel.addEventListener("message", ({ data }: MessageEvent) => {
    if (typeof data === "string") return;
    startedAt ??= performance.now();
    hash.update(data);
    bytes += data.length;
  });
  return new Promise((resolve, reject) => {
    onWord(channel, "sha256", (expected) => {
      const milliseconds = performance.now() - (startedAt ?? performance.now());
      const actual = hash.digest("hex");
      if (actual !== expected) return reject(new Error(`Received ${actual} for ${expected}.`));
      channel.send("verified");
      resolve({ bytes, milliseconds });
    });
  });
}
