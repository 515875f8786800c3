import { Emitter, type Unsubscribe } from "../base/emitter.ts";
import type { SignalingError } from "../base/errors.ts";
import type { SignalingChannel } from "../channel/signaling-channel.ts";
import type { ConnectionReport } from "../diagnosis/connection-report.ts";
import type { ConnectionProblem } from "../diagnosis/problem.ts";
import { afterOpen } from "./after-open.ts";
import { dataLabel, type NewConnection } from "./connections.ts";
import { bytesOf, type Data } from "./data.ts";
import type { NegotiationEvent } from "./negotiation-event.ts";
import { OutgoingData } from "./outgoing-data.ts";
import { PerfectNegotiation } from "./perfect-negotiation.ts";
import { Receipts } from "./receipts.ts";
import { SentTracks } from "./sent-tracks.ts";

export interface PeerEvents {
  /** The peer sent data with `send`. Binary data is an `ArrayBuffer` in every WebRTC implementation. */
  readonly data: string | ArrayBuffer;
  /** The peer added a track (W3C WebRTC §5.7). */
  readonly track: RTCTrackEvent;
  /** The peer opened a data channel. Chromium (156) can lose data that this side sends right after the open: let the peer send first. */
  readonly channel: RTCDataChannel;
  /** The state of the connection changed. */
  readonly state: RTCPeerConnectionState;
  /** A step of the negotiation. */
  readonly step: NegotiationEvent;
  /** An error of the connection. `too-large`: data that waited for the connection exceeds the limit of the peer and was dropped. */
  readonly error: SignalingError;
  /**
   * There is no connection after 15 s, or the connection failed. The value is the result of `diagnose`. The event
   * is emitted once until the connection is open; the client continues to try.
   */
  readonly failed: readonly ConnectionProblem[];
}

export interface PeerOptions extends NewConnection {
  readonly channel: Pick<SignalingChannel, "peerId" | "sendTo" | "onMessage">;
  readonly id: string;
  /** Whether the other peer makes the first offer. */
  readonly waitsForOffer: boolean;
}

/** Time until the event `failed`, in milliseconds. Chromium (156) waits 10 s for the answer of a STUN server. */
const connectMs = 15_000;

/**
 * Another peer of the room, and the connection to it. A {@link Room} creates it.
 *
 * @example
 * peer.on("track", ({ streams: [stream] }) => {
 *   video.srcObject = stream ?? null;
 * });
 * peer.on("state", (state) => console.log(peer.id, state));
 */
export class Peer extends Emitter<PeerEvents> {
  /** The peer id. */
  readonly id: string;
  /** The underlying `RTCPeerConnection`. */
  readonly connection: RTCPeerConnection;
  readonly #negotiation: PerfectNegotiation;
  readonly #tracks: SentTracks;
  readonly #data: OutgoingData;
  readonly #receipts: Receipts;
  readonly #off: Unsubscribe;
  /** The last error code of each STUN and TURN server. */
  readonly #iceErrors = new Map<string, number>();
  #connectTimer: ReturnType<typeof setTimeout> | undefined;
  #gatheringAtMs = 0;
  #negotiationError: SignalingError | undefined;
  #wasConnected = false;
  #isFailureReported = false;
  #isClosed = false;

  constructor({ connection, dataChannel, channel, id, waitsForOffer }: PeerOptions) {
    super();
    this.id = id;
    this.connection = connection;
    this.#tracks = new SentTracks(connection);
    this.#negotiation = new PerfectNegotiation({
      connection,
      channel,
      remotePeerId: id,
      waitsForOffer,
    });
    this.#negotiation.on("step", (step) => this.emit("step", step));
    this.#negotiation.on("error", (error) => {
      this.#negotiationError = error;
      this.emit("error", error);
    });
    connection.addEventListener("track", (event) => this.emit("track", event));
    connection.addEventListener("datachannel", (event) => this.emit("channel", event.channel));
    connection.addEventListener("icecandidateerror", ({ url, errorCode }) => {
      this.#iceErrors.set(url, errorCode);
    });
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState === "gathering") this.#awaitConnection();
    });
    connection.addEventListener("connectionstatechange", () => this.#handleState());
    this.#receipts = new Receipts((content) => void channel.sendTo(id, content).catch(() => {}));
    this.#off = channel.onMessage(({ from, message }) => {
      if (from === id) this.#receipts.receive(message);
    });
    this.#data = this.#useData(dataChannel);
    this.#awaitConnection();
    // The event `negotiationneeded` of a connection that was created in advance is over. In another task, so that the first offer
    // contains the tracks that the application adds when it receives the peer.
    setTimeout(() => this.#negotiation.begin());
  }

  /** The state of the connection (W3C WebRTC §4.3.3). */
  get state(): RTCPeerConnectionState {
    // werift closes in several turns of the event loop, and can return to `connecting` in between.
    return this.#isClosed ? "closed" : this.connection.connectionState;
  }

  /** Whether the connection is closed by either side, for example because the page of the peer was closed. */
  get isOver(): boolean {
    return this.state === "closed" || this.#data.isOver;
  }

  /** The number of bytes that `send` accepted and that are still queued on this side. */
  get bufferedAmount(): number {
    return this.#data.bufferedAmount;
  }

  /**
   * Sends a copy of text or binary data, reliably and in order (W3C WebRTC §6.2). Data is queued until the connection is open.
   *
   * Throws a `TypeError` for any other data, such as a `Blob`, for empty data with werift (0.24), and for data above the limit of
   * the peer (`connection.sctp.maxMessageSize`; 256 KiB in Chromium). The limit is unknown before the connection is open: the event
   * `error` then reports such data with the code `too-large`. Throws an `OperationError` if more than 16 MiB are queued, in
   * Chromium always and elsewhere before the connection is open. Throws an `InvalidStateError` if the connection is closed.
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

  /** Resolves when `bufferedAmount` is 0, or when the connection is closed. Never rejects. */
  flush(): Promise<void> {
    return this.#data.flush();
  }

  /**
   * Stops to send tracks. Resolves when the peer has received all data that `send` accepted, or when the connection is closed.
   * Has no time limit. Returns `undefined` if there is no such data.
   */
  finish(): Promise<void> | undefined {
    for (const sender of this.connection.getSenders()) sender.replaceTrack(null).catch(() => {});
    return this.#data.sent || this.bufferedAmount ? this.#finish() : undefined;
  }

  /**
   * Opens another data channel (W3C WebRTC §6.1). The peer receives it with the event `channel`. Throws a `TypeError` for the
   * label `data` and for an invalid option.
   */
  createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    if (label === dataLabel) throw new TypeError(`the label "${dataLabel}" is reserved`);
    return this.connection.createDataChannel(label, options);
  }

  /**
   * Sends a track (W3C WebRTC §5.1). The returned sender may have sent a removed track before; then it keeps the parameters
   * that were set for that track.
   */
  addTrack(track: MediaStreamTrack, ...streams: MediaStream[]): RTCRtpSender {
    return this.#tracks.add(track, streams);
  }

  /**
   * Replaces a sent track by another one without renegotiation (W3C WebRTC §5.2). `null` pauses the track;
   * `replaceTrack(track, track)` resumes it. Rejects with a `SignalingError`, code `bad-message`, if the track was not added.
   */
  async replaceTrack(track: MediaStreamTrack, by: MediaStreamTrack | null): Promise<void> {
    await this.#tracks.replace(track, by);
  }

  /** Stops to send a track. Does not stop the track itself. */
  removeTrack(track: MediaStreamTrack): void {
    this.#tracks.remove(track);
  }

  /**
   * Returns the route, the round-trip time and the byte counts of the connection. Before the first connection of the page is open,
   * it loads another part of the client, and rejects if that cannot be loaded.
   */
  async stats(): Promise<ConnectionReport> {
    const { reportOf } = await loadDiagnosis();
    return reportOf(await this.connection.getStats());
  }

  /**
   * Explains why there is no connection to the peer: resolves with the problems, the most decisive one first. Resolves with an
   * empty list if the peer has left, or if the connection is open and no track was rejected. Before the first connection of the
   * page is open, it loads another part of the client, and rejects if that cannot be loaded.
   *
   * @example
   * peer.on("failed", ([problem]) => console.warn(peer.id, problem?.reason, problem?.action));
   */
  async diagnose(): Promise<readonly ConnectionProblem[]> {
    const { connection } = this;
    // Firefox (153) has other states of a closed connection, and no statistics.
    if (connection.signalingState === "closed") return [];
    const { connectionState, iceConnectionState, iceGatheringState } = connection;
    const { localDescription, remoteDescription } = connection;
    // The present state, without awaiting: an ICE restart may follow at once.
    const record = {
      connection,
      connectionState,
      iceConnectionState,
      iceGatheringState,
      localDescription,
      remoteDescription,
      iceErrors: [...this.#iceErrors],
      negotiationError: this.#negotiationError,
      wasConnected: this.#wasConnected,
      gatheringMs: Date.now() - this.#gatheringAtMs,
      stats: await connection.getStats(),
    };
    const { diagnose } = await loadDiagnosis();
    return diagnose(record);
  }

  /**
   * Resolves with a code of 8 groups of 5 digits, which is the same for both peers. If two people compare it by voice and it is
   * equal, no program between them has replaced the encryption keys, not even the signaling server (RFC 8826 §4.3.2).
   *
   * Loads another part of the client. Rejects with an `InvalidStateError` before the connection is open, and with a
   * `NotSupportedError` in a page without HTTPS, or if a description has several fingerprints.
   *
   * @example
   * peer.on("state", async (state) => {
   *   if (state === "connected") console.log(peer.id, await peer.securityCode());
   * });
   */
  async securityCode(): Promise<string> {
    const { securityCodeOf } = await import("./security-code.ts");
    return securityCodeOf(this.connection);
  }

  /** Sends signals again that may have been lost. */
  recover(): void {
    this.#negotiation.recover();
  }

  /** Restarts ICE (W3C WebRTC §4.4.2, RFC 8445 §9), for example after the network changed. */
  restartIce(): void {
    this.#negotiation.restartIce();
  }

  /** Closes the connection. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#connectTimer);
    this.#negotiation.close();
    this.connection.close();
    this.#data.close();
    this.#receipts.confirm();
    this.#off();
  }

  #handleState(): void {
    const { state } = this;
    if (state === "connected") {
      this.#wasConnected = true;
      this.#isFailureReported = false;
      this.#negotiationError = undefined;
      this.#iceErrors.clear();
    }
    if (state === "failed") this.#reportFailure();
    this.emit("state", state);
  }

  /** The time begins again when ICE begins to gather candidates. */
  #awaitConnection(): void {
    this.#gatheringAtMs = Date.now();
    clearTimeout(this.#connectTimer);
    this.#connectTimer = setTimeout(() => this.#reportFailure(), connectMs);
  }

  #reportFailure(): void {
    // Not `isOver`: Firefox (153) closes the data channel when DTLS fails.
    if (this.#isFailureReported || ["connected", "closed"].includes(this.state)) return;
    this.#isFailureReported = true;
    this.diagnose().then(
      (problems) => this.state === "closed" || this.emit("failed", problems),
      () => {},
    );
  }

  async #finish(): Promise<void> {
    await this.flush();
    if (!this.isOver) await this.#receipts.ask(this.#data.sent);
  }

  #useData(channel: RTCDataChannel): OutgoingData {
    channel.binaryType = "arraybuffer";
    channel.addEventListener("message", ({ data }) => {
      // Some implementations emit a view: werift emits a `Buffer`.
      this.emit("data", ArrayBuffer.isView(data) ? bytesOf(data) : data);
      this.#receipts.count();
    });
    const outgoing = new OutgoingData(channel, (error) => this.emit("error", error));
    // A later diagnosis can be that of a lost network, which cannot load this part any more.
    channel.addEventListener("open", () => afterOpen(() => void loadDiagnosis().catch(() => {})));
    channel.addEventListener("close", () => {
      this.#receipts.confirm();
      this.emit("state", this.state);
    });
    return outgoing;
  }
}

/** Loads the part of the client that measures and explains connections. */
function loadDiagnosis(): Promise<typeof import("../diagnosis/diagnose.ts")> {
  return import("../diagnosis/diagnose.ts");
}
