import type { Unsubscribe } from "../base/emitter.ts";
import { listenTo } from "../base/listen-to.ts";
import { randomId } from "../base/random-id.ts";
import type { Room } from "../room/room.ts";
import type { Peer } from "../webrtc/peer.ts";
import { limitAbsence, onLoss } from "./absence.ts";
import { type Control, controlOf, fileLabel, type Offer, plainName } from "./control.ts";
import { FileTransferError } from "./file-error.ts";
import { Progress } from "./progress.ts";
import { sendContent } from "./send-content.ts";
import { sha256OfFile } from "./sha256.ts";
import {
  defaultMaxBytes,
  defaultResumeMs,
  type FileLimits,
  type TransferOptions,
} from "./transfer-options.ts";

/** The time for the receiver to close a canceled channel, in milliseconds. A program that receives no files never does. */
const cancelMs = 5_000;

export interface SendFileOptions extends FileLimits, TransferOptions {
  /** The name that the receiver sees. Default: the name of the `File`, or `file`. */
  readonly name?: string | undefined;
}

/**
 * Sends a file to a peer whose program uses {@link receiveFiles}. Resolves when the peer has received and verified the whole
 * file. Waits without a time limit until the peer accepts: pass a `signal` to limit the time.
 *
 * If the connection is lost, the transfer continues when the room reports the peer again. Rejects with a
 * {@link FileTransferError}, or with the reason of `signal` if it is aborted.
 *
 * @example
 * const [file] = input.files;
 * await sendFile(room, peer, file, {
 *   onProgress: ({ bytes, size }) => console.log(`${bytes} of ${size} bytes`),
 *   signal: AbortSignal.timeout(600_000),
 * });
 */
export async function sendFile(
  room: Room,
  peer: Peer,
  file: Blob,
  options: SendFileOptions = {},
): Promise<void> {
  const { signal, onProgress, maxBytes = defaultMaxBytes, resumeMs = defaultResumeMs } = options;
  if (typeof file?.arrayBuffer !== "function") {
    throw new TypeError("`sendFile` accepts a Blob or a File; wrap other data: `new Blob([data])`");
  }
  const { name = "name" in file ? String(file.name) : "" } = options;
  signal?.throwIfAborted();
  const { size } = file;
  if (size > maxBytes) {
    throw new FileTransferError(
      "too-large",
      `the file has ${size} bytes; the limit is ${maxBytes}`,
    );
  }
  const sha256 = await sha256OfFile(file);
  signal?.throwIfAborted();
  const offer: Offer = { type: "offer", id: randomId(), name: plainName(name), size, sha256 };
  const progress = new Progress(size, onProgress);
  for (let target: Peer | undefined = peer; target; ) {
    progress.enter("offered", 0);
    signal?.throwIfAborted();
    if (await isDelivered({ room, peer: target, offer, file, signal, progress })) return;
    signal?.throwIfAborted();
    progress.enter("waiting");
    target = await nextPeer(room, target, resumeMs, signal);
    signal?.throwIfAborted();
  }
  const reason = `the connection to peer "${peer.id}" was lost, and the peer did not return`;
  throw new FileTransferError("peer-gone", reason);
}

interface Delivery {
  readonly room: Room;
  readonly peer: Peer;
  readonly offer: Offer;
  readonly file: Blob;
  readonly signal: AbortSignal | undefined;
  readonly progress: Progress;
}

/** Offers the file on a new channel and sends it. Resolves with `false` when the channel is lost, or the signal is aborted. */
async function isDelivered(delivery: Delivery): Promise<boolean> {
  const { room, peer, offer, file, signal, progress } = delivery;
  // The connection to a peer that has left opens no channel. Not all implementations throw.
  const channel = room.peers.includes(peer) ? openChannel(peer) : undefined;
  if (!channel) return false;
  const offs: Unsubscribe[] = [];
  let isAccepted = false;
  let isOver = false;
  const say = (control: Control) => {
    if (channel.readyState === "open") channel.send(JSON.stringify(control));
  };
  const send = async (offset: number) => {
    if (isAccepted) return;
    isAccepted = true;
    const report = (bytes: number) => progress.enter("moving", bytes);
    report(offset);
    await sendContent({ channel, file, offset, isOver: () => isOver, report });
    if (!isOver) progress.enter("checking", offer.size);
  };
  try {
    return await new Promise((resolve, reject) => {
      const lose = () => resolve(false);
      // The receiver closes the channel, so that this text arrives.
      const cancel = () => {
        say({ type: "cancel" });
        setTimeout(() => channel.close(), cancelMs);
      };
      const fail = (error: unknown) => {
        // Otherwise the channel is being closed.
        if (!(error instanceof FileTransferError)) return lose();
        cancel();
        reject(error);
      };
      offs.push(
        listenTo(signal, "abort", () => {
          cancel();
          lose();
        }),
        onLoss(room, peer, channel, lose),
      );
      channel.addEventListener("open", () => (isOver ? channel.close() : say(offer)));
      channel.addEventListener("message", ({ data }) => {
        const control = typeof data === "string" ? controlOf(data) : undefined;
        if (control?.type === "accept") return void send(control.bytes).catch(fail);
        if (control?.type === "verified") resolve(true);
        else if (control) reject(refusal(control, peer, offer));
        if (control) channel.close();
      });
    });
  } finally {
    isOver = true;
    for (const off of offs) off();
  }
}

function openChannel(peer: Peer): RTCDataChannel | undefined {
  try {
    return peer.createDataChannel(fileLabel);
  } catch {
    return undefined;
  }
}

function refusal(control: Control, { id }: Peer, { size }: Offer): FileTransferError {
  if (control.type === "damaged") {
    return new FileTransferError("damaged", `the file arrived damaged at peer "${id}"`);
  }
  if (control.type === "cancel") {
    return new FileTransferError("canceled", `peer "${id}" canceled the transfer`);
  }
  const maxBytes = control.type === "decline" ? control.maxBytes : undefined;
  if (maxBytes === undefined) {
    return new FileTransferError("declined", `peer "${id}" declined the file`);
  }
  const reason = `the file has ${size} bytes; the limit of peer "${id}" is ${maxBytes}`;
  return new FileTransferError("too-large", reason);
}

/** Resolves with the next connection to the same peer. With `undefined` after the time, an abort, or when this peer has left. */
async function nextPeer(
  room: Room,
  last: Peer,
  resumeMs: number,
  signal: AbortSignal | undefined,
): Promise<Peer | undefined> {
  const offs: Unsubscribe[] = [];
  try {
    return await new Promise((resolve) => {
      const end = () => resolve(undefined);
      offs.push(
        limitAbsence(room, resumeMs, end),
        listenTo(signal, "abort", end),
        room.on("peer", (peer) => {
          if (peer.id === last.id && peer !== last) resolve(peer);
        }),
      );
    });
  } finally {
    for (const off of offs) off();
  }
}
