import { reportUncaught, type Unsubscribe } from "../base/emitter.ts";
import type { Room } from "../room/room.ts";
import type { Peer } from "../webrtc/peer.ts";
import { type Control, controlOf, fileLabel, type Offer } from "./control.ts";
import { type FileOffer, IncomingFile } from "./incoming-file.ts";
import { defaultMaxBytes, defaultResumeMs, type FileLimits } from "./transfer-options.ts";

/** The number of offers of one peer that may wait for a decision. More are declined, because a peer can offer without end. */
const mostUndecided = 16;

/** The number of ended transfers whose result is repeated for a sender that did not receive it. */
const mostEnded = 100;

/**
 * Calls the listener for each file that a peer of the room offers with {@link sendFile}. Files above `maxBytes` are declined at
 * once, and those for which the listener throws or rejects, too. Returns a function that removes the listener; transfers then
 * cannot be resumed any more.
 *
 * @example
 * receiveFiles(room, async (offer) => {
 *   if (!confirm(`Receive ${offer.name}, ${offer.size} bytes?`)) return offer.decline();
 *   const content = await offer.accept();
 *   console.log("received and verified", offer.name, content.size);
 * });
 */
export function receiveFiles(
  room: Room,
  listener: (offer: FileOffer) => unknown,
  options: FileLimits = {},
): Unsubscribe {
  const incoming = new IncomingFiles(room, listener, options);
  const offs = [
    room.on("peer", (peer) => {
      offs.push(
        peer.on("channel", (channel) => {
          if (channel.label === fileLabel) incoming.listen(peer, channel);
        }),
      );
    }),
  ];
  return () => {
    for (const off of offs) off();
  };
}

/** The files of all peers of a room, by peer id and transfer id. */
class IncomingFiles {
  readonly #room: Room;
  readonly #listener: (offer: FileOffer) => unknown;
  readonly #maxBytes: number;
  readonly #resumeMs: number;
  readonly #files = new Map<string, IncomingFile>();

  constructor(room: Room, listener: (offer: FileOffer) => unknown, options: FileLimits) {
    const { maxBytes = defaultMaxBytes, resumeMs = defaultResumeMs } = options;
    this.#room = room;
    this.#listener = listener;
    this.#maxBytes = maxBytes;
    this.#resumeMs = resumeMs;
  }

  /** The first text on the channel is the offer. */
  listen(peer: Peer, channel: RTCDataChannel): void {
    channel.binaryType = "arraybuffer";
    channel.addEventListener(
      "message",
      ({ data }) => {
        const offer = typeof data === "string" ? controlOf(data) : undefined;
        if (offer?.type === "offer") this.#handleOffer(peer, channel, offer);
        else channel.close();
      },
      { once: true },
    );
  }

  #handleOffer(peer: Peer, channel: RTCDataChannel, offer: Offer): void {
    const { id, size, sha256 } = offer;
    const key = JSON.stringify([peer.id, id, size, sha256]);
    const known = this.#files.get(key);
    if (known) known.attach(peer, channel);
    else if (size > this.#maxBytes) decline(channel, this.#maxBytes);
    else if (this.#undecidedOf(peer) >= mostUndecided) decline(channel);
    else {
      this.#forgetEnded();
      const file = new IncomingFile(this.#room, peer, offer, this.#resumeMs);
      this.#files.set(key, file);
      file.attach(peer, channel);
      void this.#ask(file);
    }
  }

  async #ask(file: IncomingFile): Promise<void> {
    try {
      await this.#listener(file);
    } catch (error) {
      // Otherwise the sender would wait without end.
      file.decline();
      reportUncaught(error);
    }
  }

  #undecidedOf({ id }: Peer): number {
    const files = [...this.#files.values()];
    return files.filter(({ peer, isUndecided }) => peer.id === id && isUndecided).length;
  }

  #forgetEnded(): void {
    const ended = [...this.#files].filter(([, { isOver }]) => isOver);
    for (const [key] of ended.slice(0, -mostEnded)) this.#files.delete(key);
  }
}

function decline(channel: RTCDataChannel, maxBytes?: number): void {
  const control: Control = { type: "decline", maxBytes };
  channel.send(JSON.stringify(control));
}
