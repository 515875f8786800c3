import { readBlob } from "./sha256.ts";

/** The size of one read from the file, in bytes. */
const pieceBytes = 1024 * 1024;

/** Every implementation accepts messages of this size, in bytes. */
const chunkBytes = 64 * 1024;

/** Maximum number of bytes in the queue of the channel. */
const mostBytes = 1024 * 1024;

/** The queue is filled again when it has this number of bytes. */
const lowBytes = 256 * 1024;

export interface ContentOptions {
  readonly channel: RTCDataChannel;
  readonly file: Blob;
  /** The number of bytes that the receiver has already. */
  readonly offset: number;
  readonly isOver: () => boolean;
  readonly report: (bytes: number) => void;
}

/** Sends the content of a file. Ends early when the transfer is over. */
export async function sendContent(options: ContentOptions): Promise<void> {
  const { channel, file, offset, isOver, report } = options;
  channel.bufferedAmountLowThreshold = lowBytes;
  for (let at = offset; at < file.size; at += pieceBytes) {
    const piece = await readBlob(file.slice(at, at + pieceBytes));
    for (let sent = 0; sent < piece.byteLength; sent += chunkBytes) {
      if (channel.bufferedAmount > mostBytes) await drained(channel);
      if (isOver()) return;
      channel.send(piece.slice(sent, sent + chunkBytes));
      report(Math.max(offset, at + sent - channel.bufferedAmount));
    }
  }
  if (channel.bufferedAmount > lowBytes) await drained(channel);
}

function drained(channel: RTCDataChannel): Promise<unknown> {
  return new Promise((resolve) => {
    channel.addEventListener("bufferedamountlow", resolve, { once: true });
    channel.addEventListener("close", resolve, { once: true });
  });
}
