import { type ConnectionReport, reportOf } from "./connection-report.ts";
import { Emitter } from "./emitter.ts";
import type { SignalingError } from "./errors.ts";
import { PerfectNegotiation } from "./perfect-negotiation.ts";
import type { SignalingChannel } from "./signaling-channel.ts";
import type { Step } from "./step.ts";

/** What goes through a data channel. */
export type Data = string | ArrayBuffer | ArrayBufferView | Blob;

export interface PeerEvents {
  /** The peer sent something with `send`. */
  readonly data: string | ArrayBuffer;
  /** The peer added a track. */
  readonly track: RTCTrackEvent;
  /** The peer opened a data channel of its own. Chromium (156) can lose what you send right when it opens: let the peer speak first. */
  readonly channel: RTCDataChannel;
  readonly state: RTCPeerConnectionState;
  readonly step: Step;
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
  readonly #early: Data[] = [];
  readonly #data: RTCDataChannel;

  constructor({ connection, channel, id }: PeerOptions) {
    super();
    this.id = id;
    this.connection = connection;
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
    this.#data = this.#openData();
  }

  get state(): RTCPeerConnectionState {
    return this.connection.connectionState;
  }

  /** Whether the other side has ended the connection, as a page does that is closed. */
  get isOver(): boolean {
    return this.state === "closed" || this.#data.readyState === "closed";
  }

  /**
   * Sends a text or binary; what is sent before the connection stands goes out as soon as it does.
   * Throws an `InvalidStateError` when the connection is over.
   */
  send(data: Data): void {
    if (this.#data.readyState === "connecting") this.#early.push(data);
    else this.#data.send(data as string);
  }

  createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    if (label === dataLabel) throw new TypeError(`the label "${dataLabel}" is in use`);
    return this.connection.createDataChannel(label, options);
  }

  addTrack(track: MediaStreamTrack, ...streams: MediaStream[]): RTCRtpSender {
    return this.connection.addTrack(track, ...streams);
  }

  /** Puts another track in the place of one, without a new negotiation. */
  async replaceTrack(track: MediaStreamTrack, by: MediaStreamTrack | null): Promise<void> {
    await this.#senderOf(track)?.replaceTrack(by);
  }

  removeTrack(track: MediaStreamTrack): void {
    const sender = this.#senderOf(track);
    if (sender) this.connection.removeTrack(sender);
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
  }

  #senderOf(track: MediaStreamTrack): RTCRtpSender | undefined {
    return this.connection.getSenders().find((sender) => sender.track === track);
  }

  #openData(): RTCDataChannel {
    const channel = this.connection.createDataChannel(dataLabel, dataInit);
    channel.binaryType = "arraybuffer";
    channel.addEventListener("message", ({ data }) => this.emit("data", data));
    channel.addEventListener("close", () => this.emit("state", this.state));
    channel.addEventListener("open", () => {
      for (const data of this.#early.splice(0)) this.send(data);
    });
    return channel;
  }
}
