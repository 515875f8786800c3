import { Emitter, type Unsubscribe } from "../base/emitter.ts";
import type { SignalingError } from "../base/errors.ts";
import type { SignalingChannel } from "../channel/signaling-channel.ts";
import { type ConnectionReport, reportOf } from "./connection-report.ts";
import { bytesOf, type Data } from "./data.ts";
import type { NegotiationEvent } from "./negotiation-event.ts";
import { OutgoingData } from "./outgoing-data.ts";
import { PerfectNegotiation } from "./perfect-negotiation.ts";
import { Receipts } from "./receipts.ts";
import { SentTracks } from "./sent-tracks.ts";

export interface PeerEvents {
  /** The peer sent something with `send`. Binary is an `ArrayBuffer`, with every implementation of WebRTC. */
  readonly data: string | ArrayBuffer;
  /** The peer added a track. */
  readonly track: RTCTrackEvent;
  /** The peer opened a data channel of its own. Chromium (156) can lose what you send right when it opens: let the peer speak first. */
  readonly channel: RTCDataChannel;
  readonly state: RTCPeerConnectionState;
  readonly step: NegotiationEvent;
  /** `too-large`: data that waited for the connection is larger than the peer accepts, and was not sent. All other data is. */
  readonly error: SignalingError;
}

export interface PeerOptions {
  readonly connection: RTCPeerConnection;
  readonly channel: Pick<SignalingChannel, "peerId" | "sendTo" | "onMessage">;
  readonly id: string;
}

/** The data channel behind `send` and the event `data`; it is there from the start. */
const dataLabel = "data";

/**
 * Both sides make it (W3C WebRTC §6.1, `negotiated`), so that it says `open` when it is. Of a channel that the other
 * side made Chromium (156) says so too early, and loses what is sent then: of messages to werift about one in 25.
 */
const dataInit: RTCDataChannelInit = { negotiated: true, id: 0 };

/** Another peer of the room, and the connection to it. */
export class Peer extends Emitter<PeerEvents> {
  readonly id: string;
  /** The real thing, never hidden. */
  readonly connection: RTCPeerConnection;
  readonly #negotiation: PerfectNegotiation;
  readonly #tracks: SentTracks;
  readonly #data: OutgoingData;
  readonly #receipts: Receipts;
  readonly #off: Unsubscribe;

  constructor({ connection, channel, id }: PeerOptions) {
    super();
    this.id = id;
    this.connection = connection;
    this.#tracks = new SentTracks(connection);
    this.#negotiation = new PerfectNegotiation({
      connection,
      channel,
      remotePeerId: id,
      politeWaits: true,
    });
    this.#negotiation.on("step", (step) => this.emit("step", step));
    this.#negotiation.on("error", (error) => this.emit("error", error));
    connection.addEventListener("track", (event) => this.emit("track", event));
    connection.addEventListener("datachannel", (event) => this.emit("channel", event.channel));
    connection.addEventListener("connectionstatechange", () => this.emit("state", this.state));
    this.#receipts = new Receipts((content) => void channel.sendTo(id, content).catch(() => {}));
    this.#off = channel.onMessage(({ from, message }) => {
      if (from === id) this.#receipts.hear(message);
    });
    this.#data = this.#openData();
  }

  get state(): RTCPeerConnectionState {
    return this.connection.connectionState;
  }

  /** Whether the other side has ended the connection, as a page does that is closed. */
  get isOver(): boolean {
    return this.state === "closed" || this.#data.isOver;
  }

  /** Bytes that `send` has accepted and that still wait on this side. */
  get bufferedAmount(): number {
    return this.#data.bufferedAmount;
  }

  /**
   * Sends a copy of a text or of binary data, reliably and in order. Before the connection stands, the copy waits for it.
   *
   * Throws a `TypeError` for any other data, a `Blob` included, and for data that is larger than the peer accepts
   * (`connection.sctp.maxMessageSize`; 256 KiB in Chromium). Before the connection stands that limit is unknown: the event `error`
   * then reports such data with the code `too-large`. Throws an `OperationError` if too much data waits: 16 MiB in Chromium, and
   * everywhere before the connection stands. Throws an `InvalidStateError` when the connection is over.
   *
   * @example
   * for (const piece of pieces) {
   *   peer.send(piece);
   *   if (peer.bufferedAmount > 1_000_000) await peer.flush();
   * }
   */
  send(data: Data): void {
    this.#data.send(data);
  }

  /** Resolves when `bufferedAmount` is 0, or when the connection is over. */
  flush(): Promise<void> {
    return this.#data.flush();
  }

  /**
   * Sends no track from now on. Resolves when the peer has received all that `send` has accepted, or when the connection is over.
   * Has no time limit. Returns `undefined` if there is no such data.
   */
  finish(): Promise<void> | undefined {
    for (const sender of this.connection.getSenders()) sender.replaceTrack(null).catch(() => {});
    return this.#data.sent || this.bufferedAmount ? this.#finish() : undefined;
  }

  createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    if (label === dataLabel) throw new TypeError(`the label "${dataLabel}" is in use`);
    return this.connection.createDataChannel(label, options);
  }

  /**
   * Sends a track. The returned sender may have sent a removed track before: then it has the parameters that were set for
   * that one.
   */
  addTrack(track: MediaStreamTrack, ...streams: MediaStream[]): RTCRtpSender {
    return this.#tracks.add(track, streams);
  }

  /**
   * Puts another track in the place of one, without a new negotiation. With `null` nothing is sent until the track gets a
   * successor: `replaceTrack(track, track)` sends it again. Rejects with `bad-message` if the track was not added.
   */
  async replaceTrack(track: MediaStreamTrack, by: MediaStreamTrack | null): Promise<void> {
    await this.#tracks.replace(track, by);
  }

  /** Ends the sending of a track. The track itself is not stopped. */
  removeTrack(track: MediaStreamTrack): void {
    this.#tracks.remove(track);
  }

  /** How the connection goes, in words and numbers. */
  async stats(): Promise<ConnectionReport> {
    return reportOf(await this.connection.getStats());
  }

  /** Makes up for signals that may have been lost. */
  recover(): void {
    this.#negotiation.recover();
  }

  /** Looks for a new route. */
  restartIce(): void {
    this.#negotiation.restartIce();
  }

  close(): void {
    this.#negotiation.close();
    this.connection.close();
    this.#data.close();
    this.#receipts.confirm();
    this.#off();
  }

  async #finish(): Promise<void> {
    await this.flush();
    if (!this.isOver) await this.#receipts.ask(this.#data.sent);
  }

  #openData(): OutgoingData {
    const channel = this.connection.createDataChannel(dataLabel, dataInit);
    channel.binaryType = "arraybuffer";
    channel.addEventListener("message", ({ data }) => {
      // Some implementations give a view of it, such as werift's a `Buffer`.
      this.emit("data", ArrayBuffer.isView(data) ? bytesOf(data) : data);
      this.#receipts.count();
    });
    const outgoing = new OutgoingData(channel, (error) => this.emit("error", error));
    channel.addEventListener("close", () => {
      this.#receipts.confirm();
      this.emit("state", this.state);
    });
    return outgoing;
  }
}
