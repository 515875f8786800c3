import { SignalingError } from "../base/errors.ts";

/** The use of a sender. */
interface Use {
  /** The track that the sender belongs to, also while it sends nothing. */
  readonly owner: MediaStreamTrack;
  /** The track that it sends, or is about to send. */
  readonly track: MediaStreamTrack | null;
}

/** The tracks that are sent to a peer, by track. W3C WebRTC has only senders. */
export class SentTracks {
  readonly #connection: RTCPeerConnection;
  readonly #uses = new Map<RTCRtpSender, Use>();
  /** Senders of removed tracks. */
  readonly #free = new Set<RTCRtpSender>();

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  /** Reuses the sender of a removed track of the same kind, so that descriptions do not grow. `addTrack` alone would not. */
  add(track: MediaStreamTrack, streams: readonly MediaStream[]): RTCRtpSender {
    const transceiver = this.#transceiverFor(track);
    const sender = transceiver?.sender ?? this.#addNew(track, streams);
    this.#uses.set(sender, { owner: track, track });
    if (!transceiver) return sender;
    this.#free.delete(sender);
    sender.setStreams?.(...streams);
    if (transceiver.direction === "recvonly") transceiver.direction = "sendrecv";
    if (transceiver.direction === "inactive") transceiver.direction = "sendonly";
    // Fails if the connection is closed in the meantime.
    sender.replaceTrack(track).catch(() => {});
    return sender;
  }

  async replace(owner: MediaStreamTrack, track: MediaStreamTrack | null): Promise<void> {
    const sender = this.#senderOf(owner);
    if (!sender) throw new SignalingError("bad-message", "the track is not sent; add it first");
    this.#uses.set(sender, { owner: track ?? owner, track });
    try {
      await sender.replaceTrack(track);
    } catch (error) {
      this.#uses.set(sender, { owner, track: sender.track });
      throw error;
    }
  }

  remove(track: MediaStreamTrack): void {
    const sender = this.#senderOf(track);
    if (!sender) return;
    this.#uses.delete(sender);
    this.#connection.removeTrack(sender);
    // `removeTrack` ignores a sender without a track.
    const transceiver = this.#transceivers().find((transceiver) => transceiver.sender === sender);
    if (transceiver?.direction === "sendrecv") transceiver.direction = "recvonly";
    if (transceiver?.direction === "sendonly") transceiver.direction = "inactive";
    sender.replaceTrack(null).catch(() => {});
    // werift (0.24) stops the sender permanently.
    if (!("stopped" in sender)) this.#free.add(sender);
  }

  /** Avoids `addTrack` next to a paused track: it would reuse the sender of that track, and Chromium (156) can crash then. */
  #addNew(track: MediaStreamTrack, streams: readonly MediaStream[]): RTCRtpSender {
    const isIdle = [...this.#uses].some(
      ([sender, use]) => use.owner.kind === track.kind && !(use.track && sender.track),
    );
    return isIdle
      ? this.#connection.addTransceiver(track, { streams: [...streams] }).sender
      : this.#connection.addTrack(track, ...streams);
  }

  /** Returns the transceiver of the paused track, otherwise one with a free sender. */
  #transceiverFor(track: MediaStreamTrack): RTCRtpTransceiver | undefined {
    const sender = this.#senderOf(track);
    return this.#transceivers().find((transceiver) =>
      sender
        ? transceiver.sender === sender && !sender.track
        : this.#free.has(transceiver.sender) &&
          transceiver.receiver.track.kind === track.kind &&
          /recvonly|inactive/.test(transceiver.direction),
    );
  }

  #transceivers(): readonly RTCRtpTransceiver[] {
    return this.#connection.getTransceivers();
  }

  #senderOf(track: MediaStreamTrack): RTCRtpSender | undefined {
    const senders = this.#connection.getSenders();
    return senders.find(
      (sender) => sender.track === track || this.#uses.get(sender)?.owner === track,
    );
  }
}
