import { SignalingError } from "../base/errors.ts";

/** What a sender is there for. */
interface Use {
  /** The track it belongs to, also while it sends nothing. */
  readonly owner: MediaStreamTrack;
  /** What it sends, or will in a moment. */
  readonly track: MediaStreamTrack | null;
}

/** The tracks that are sent to a peer, by track: W3C WebRTC knows only senders. */
export class SentTracks {
  readonly #connection: RTCPeerConnection;
  readonly #uses = new Map<RTCRtpSender, Use>();
  /** Senders of removed tracks. */
  readonly #free = new Set<RTCRtpSender>();

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  /** A removed track of the same kind leaves its sender, so that descriptions do not grow each time; `addTrack` alone would not take it. */
  add(track: MediaStreamTrack, streams: readonly MediaStream[]): RTCRtpSender {
    const transceiver = this.#transceiverFor(track);
    const sender = transceiver?.sender ?? this.#addNew(track, streams);
    this.#uses.set(sender, { owner: track, track });
    if (!transceiver) return sender;
    this.#free.delete(sender);
    sender.setStreams?.(...streams);
    if (transceiver.direction === "recvonly") transceiver.direction = "sendrecv";
    if (transceiver.direction === "inactive") transceiver.direction = "sendonly";
    // It fails when the connection is closed meanwhile.
    sender.replaceTrack(track).catch(() => {});
    return sender;
  }

  async replace(owner: MediaStreamTrack, track: MediaStreamTrack | null): Promise<void> {
    const sender = this.#senderOf(owner);
    if (!sender) throw new SignalingError("bad-message", "the track to replace is not sent");
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
    // It does nothing to a sender that has no track, or has none yet.
    const transceiver = this.#transceivers().find((transceiver) => transceiver.sender === sender);
    if (transceiver?.direction === "sendrecv") transceiver.direction = "recvonly";
    if (transceiver?.direction === "sendonly") transceiver.direction = "inactive";
    sender.replaceTrack(null).catch(() => {});
    // werift (0.24) stops it for good.
    if (!("stopped" in sender)) this.#free.add(sender);
  }

  /** `addTrack` would take the sender of a track that was replaced by nothing, and Chromium (156) can crash then. */
  #addNew(track: MediaStreamTrack, streams: readonly MediaStream[]): RTCRtpSender {
    const isIdle = [...this.#uses].some(
      ([sender, use]) => use.owner.kind === track.kind && !(use.track && sender.track),
    );
    return isIdle
      ? this.#connection.addTransceiver(track, { streams: [...streams] }).sender
      : this.#connection.addTrack(track, ...streams);
  }

  /** That of a sender that belongs to the track and has none, else of one that is free. */
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
