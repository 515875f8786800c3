import { SignalingError } from "./errors.ts";

/** The tracks that are sent to a peer, by track: W3C WebRTC knows only senders. */
export class SentTracks {
  readonly #connection: RTCPeerConnection;
  /** The tracks that senders belong to, also while they have none. */
  readonly #owners = new Map<RTCRtpSender, MediaStreamTrack>();
  /** Senders of removed tracks. */
  readonly #free = new Set<RTCRtpSender>();

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  /** A removed track of the same kind leaves its sender, so that descriptions do not grow each time; `addTrack` alone would not take it. */
  add(track: MediaStreamTrack, streams: readonly MediaStream[]): RTCRtpSender {
    const transceiver = this.#transceiverFor(track);
    if (!transceiver) {
      const sender = this.#connection.addTrack(track, ...streams);
      this.#owners.set(sender, track);
      return sender;
    }
    const { sender, direction } = transceiver;
    this.#free.delete(sender);
    this.#owners.set(sender, track);
    sender.setStreams?.(...streams);
    if (direction === "recvonly") transceiver.direction = "sendrecv";
    if (direction === "inactive") transceiver.direction = "sendonly";
    sender.replaceTrack(track).catch(() => {
      // The peer has stopped the transceiver meanwhile, or the connection is closed.
      const isWanted = this.#owners.get(sender) === track && this.#owners.delete(sender);
      if (isWanted && this.#connection.signalingState !== "closed") this.add(track, streams);
    });
    return sender;
  }

  async replace(track: MediaStreamTrack, by: MediaStreamTrack | null): Promise<void> {
    const sender = this.#senderOf(track);
    if (!sender) throw new SignalingError("bad-message", "the track to replace is not sent");
    this.#owners.set(sender, by ?? track);
    try {
      await sender.replaceTrack(by);
    } catch (error) {
      this.#owners.set(sender, track);
      throw error;
    }
  }

  remove(track: MediaStreamTrack): void {
    const sender = this.#senderOf(track);
    if (!sender) return;
    this.#owners.delete(sender);
    this.#connection.removeTrack(sender);
    // It does nothing to a sender that has no track, or has none yet.
    const transceiver = this.#transceivers().find((transceiver) => transceiver.sender === sender);
    if (transceiver?.direction === "sendrecv") transceiver.direction = "recvonly";
    if (transceiver?.direction === "sendonly") transceiver.direction = "inactive";
    sender.replaceTrack(null).catch(() => {});
    // werift (0.24) stops it for good.
    if (!("stopped" in sender)) this.#free.add(sender);
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
    return senders.find((sender) => sender.track === track || this.#owners.get(sender) === track);
  }
}
