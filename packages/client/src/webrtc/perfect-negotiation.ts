import { Emitter } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import type { SignalingChannel } from "../channel/signaling-channel.ts";
import { Descriptions } from "./descriptions.ts";
import type { NegotiationEvent } from "./negotiation-event.ts";
import { RemoteCandidates } from "./remote-candidates.ts";
import { type Signal, signalOf } from "./signal.ts";

export interface PerfectNegotiationOptions {
  /** The connection to negotiate. */
  readonly connection: RTCPeerConnection;
  /** Carries signals to and from the peer. */
  readonly channel: Pick<SignalingChannel, "peerId" | "sendTo" | "onMessage">;
  /** The id of the other peer. */
  readonly remotePeerId: string;
  /** Maximum number of successive ICE restarts after a failure. Default: 5. The next failure is an error. */
  readonly mostRestarts?: number | undefined;
  /** Whether this side makes no offer before the first offer of the peer, so that first offers never collide. Default: false. */
  readonly waitsForOffer?: boolean | undefined;
}

export interface NegotiationEvents {
  /** A step of the negotiation. */
  readonly step: NegotiationEvent;
  /** No route to the peer exists (`unavailable`), a description failed (`internal`), or the own one is `too-large` for the server. */
  readonly error: SignalingError;
}

/** Delay before the n-th successive restart, in milliseconds. */
const restartDelaysMs = [0, 1_000, 2_000, 4_000, 8_000];

/** Delay of the end of candidates, in milliseconds. Most connections are open by then and need none. */
const endDelayMs = 500;

/** Maximum number of successive refusals of descriptions. The next unusable description is an error. */
const mostRefusals = 3;

/**
 * Negotiates a connection with one peer by the perfect negotiation pattern (W3C WebRTC §10.7). Both sides run the same code.
 * The peer with the smaller id is polite: it rolls its offer back when two offers collide (glare).
 *
 * @example
 * const connection = new RTCPeerConnection();
 * const negotiation = new PerfectNegotiation({ connection, channel, remotePeerId: "bob" });
 * negotiation.on("error", ({ code, reason }) => console.warn(code, reason));
 * connection.addTransceiver("video");
 */
export class PerfectNegotiation extends Emitter<NegotiationEvents> {
  /** Whether this side is the polite peer. */
  readonly isPolite: boolean;
  readonly #connection: RTCPeerConnection;
  readonly #channel: PerfectNegotiationOptions["channel"];
  readonly #remotePeerId: string;
  readonly #mostRestarts: number;
  readonly #candidates: RemoteCandidates;
  readonly #descriptions: Descriptions;
  readonly #offs: (() => void)[] = [];
  #making: Promise<void> | undefined;
  #isOfferPostponed = false;
  /** The peer makes the next offer: the first one, or one that replaces the pending own offer after a refusal. */
  #isPeersTurn: boolean;
  #refusals = 0;
  #isSettingRemoteAnswer = false;
  #isOutOfStep = false;
  #restarts = 0;
  #restartTimer: ReturnType<typeof setTimeout> | undefined;
  #endTimer: ReturnType<typeof setTimeout> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(options: PerfectNegotiationOptions) {
    super();
    const { connection, channel, remotePeerId, mostRestarts = restartDelaysMs.length } = options;
    this.#connection = connection;
    this.#channel = channel;
    this.#remotePeerId = remotePeerId;
    this.#mostRestarts = mostRestarts;
    this.#descriptions = new Descriptions(connection);
    this.isPolite = channel.peerId < remotePeerId;
    this.#isPeersTurn = options.waitsForOffer === true;
    this.#candidates = new RemoteCandidates(connection, () => {
      this.emit("step", { type: "dropped-candidate", atMs: Date.now() });
    });
    this.#listen();
  }

  /**
   * Makes the first offer, unless it is under way or the peer makes it. Needed only if the connection fired `negotiationneeded`
   * before this object was created. Without a transceiver or a data channel, the offer is empty.
   */
  begin(): void {
    if (!this.#connection.localDescription) void this.#offer();
  }

  /** Sends signals again that may have been lost while the channel was disconnected. */
  recover(): void {
    const { signalingState, connectionState } = this.#connection;
    this.#isPeersTurn = false;
    if (signalingState === "have-local-offer") {
      this.#sendLocalDescription();
    } else if (this.#isOutOfStep || connectionState !== "connected") {
      // Browsers do not repeat `negotiationneeded` for an offer that was postponed.
      if (this.#isOfferPostponed) void this.#offer();
      else this.#restart();
    }
    this.#isOutOfStep = false;
  }

  /** Restarts ICE (RFC 8445 §9), for example after the network changed. */
  restartIce(): void {
    this.#restart();
  }

  /** Stops the negotiation. The connection stays open. */
  close(): void {
    clearTimeout(this.#restartTimer);
    clearTimeout(this.#endTimer);
    for (const off of this.#offs) off();
  }

  #listen(): void {
    this.#listenTo("negotiationneeded", () => void this.#offer());
    this.#listenTo("icecandidate", (event) => {
      const { candidate } = event as RTCPeerConnectionIceEvent;
      // The empty candidate ends one generation; the `null` after it ends them all.
      if (candidate?.candidate) void this.#send({ candidate: candidate.toJSON() });
      else if (!candidate) this.#sendEndLater();
    });
    this.#listenTo("connectionstatechange", () => this.#watch());
    this.#offs.push(
      this.#channel.onMessage(({ from, message }) => {
        const signal = from === this.#remotePeerId ? signalOf(message) : undefined;
        if (!signal) return;
        // A candidate that names its generation finds its description itself, and need not wait until an answer is made.
        if ("candidate" in signal && signal.candidate?.usernameFragment) void this.#receive(signal);
        else this.#last = this.#last.then(() => this.#receive(signal));
      }),
    );
  }

  #listenTo(name: string, listener: (event: Event) => void): void {
    this.#connection.addEventListener(name, listener);
    this.#offs.push(() => this.#connection.removeEventListener(name, listener));
  }

  async #offer(isAgreed = false): Promise<void> {
    const { signalingState } = this.#connection;
    const mayOffer = !this.#isPeersTurn && !this.#making && signalingState === "stable";
    if (!mayOffer && !isAgreed) {
      this.#isOfferPostponed = true;
      return;
    }
    this.#isOfferPostponed = false;
    try {
      const making = this.#descriptions.make();
      this.#making = making.catch(() => {});
      await making;
    } catch (error) {
      return this.#fail("could not create an offer", error);
    } finally {
      this.#making = undefined;
    }
    this.#sendLocalDescription();
  }

  async #receive(signal: Signal): Promise<void> {
    if (this.#connection.signalingState === "closed") return;
    this.emit("step", { type: "received", atMs: Date.now(), signal });
    try {
      if ("description" in signal) await this.#takeDescription(signal);
      else if ("refused" in signal) await this.#takeRefusal(signal.refused);
      else await this.#candidates.add(signal.candidate);
    } catch (error) {
      this.#failToApply(error);
    }
  }

  async #takeDescription(signal: Extract<Signal, { description: unknown }>): Promise<void> {
    const { description, refusable } = signal;
    const isOffer = description.type === "offer";
    const isCollision = isOffer && !this.#isPeersTurn && !this.#isReadyForOffer();
    if (isCollision && !this.isPolite) {
      this.#candidates.ignored(description.sdp);
      this.emit("step", { type: "ignored-offer", atMs: Date.now() });
      return;
    }
    const isAwaited = this.#connection.signalingState === "have-local-offer" && !this.#isPeersTurn;
    // A repeated offer is answered again; the second answer is redundant.
    if (!isOffer && !isAwaited) return;
    try {
      await this.#apply(description, isCollision);
      // Before the answer is made, so that ICE begins with it.
      this.#candidates.described(description.sdp).catch((error) => this.#failToApply(error));
      if (isOffer) await this.#answer();
    } catch (error) {
      if (!refusable || this.#refusals >= mostRefusals) throw error;
      return this.#refuse(description);
    }
    this.#refusals = 0;
    if (isOffer) {
      this.#sendLocalDescription();
      if (this.#isOfferPostponed) this.#makeUpForOffer();
    }
  }

  /** werift (0.24) is in the state `stable` before the answer is complete, and fires a late `negotiationneeded` then. */
  async #answer(): Promise<void> {
    this.#isPeersTurn = true;
    try {
      await this.#descriptions.make();
    } finally {
      this.#isPeersTurn = false;
    }
  }

  async #apply(description: RTCSessionDescriptionInit, isCollision: boolean): Promise<void> {
    if (isCollision) {
      await this.#making;
      this.emit("step", { type: "rolled-back", atMs: Date.now() });
    }
    this.#isSettingRemoteAnswer = description.type === "answer";
    try {
      await this.#descriptions.take(description);
    } finally {
      this.#isSettingRemoteAnswer = false;
    }
    this.#isPeersTurn = false;
  }

  /** One side then makes the next offer. */
  async #refuse({ type, sdp }: RTCSessionDescriptionInit): Promise<void> {
    const refused = type === "offer" ? type : "answer";
    this.#refusals += 1;
    if (this.#connection.signalingState === "have-remote-offer") this.#candidates.takenBack();
    this.#candidates.ignored(sdp);
    // Sent first, so that no offer overtakes the refusal.
    void this.#send({ refused });
    this.#isPeersTurn = refused === "answer";
    await this.#descriptions.takeBack();
    if (refused === "offer") await this.#offer(true);
  }

  async #takeRefusal(refused: "offer" | "answer"): Promise<void> {
    const { signalingState } = this.#connection;
    if (refused === "offer") this.#isPeersTurn ||= signalingState === "have-local-offer";
    // A pending own offer is the next offer already.
    else if (signalingState === "stable") await this.#offer(true);
  }

  /**
   * Browsers fire `negotiationneeded` only in the state `stable`, and again after an insufficient answer. werift (0.24) also
   * fires it while an answer is being created, and does not repeat it.
   */
  #makeUpForOffer(): void {
    this.#isOfferPostponed = false;
    const isNew = ({ mid }: RTCRtpTransceiver) => mid === null || mid === undefined;
    const isDue = this.#connection.getTransceivers().some(isNew);
    if (isDue && this.#isReadyForOffer()) void this.#offer();
  }

  #isReadyForOffer(): boolean {
    const { signalingState } = this.#connection;
    return !this.#making && (signalingState === "stable" || this.#isSettingRemoteAnswer);
  }

  /** The end of candidates helps a peer to notice that there is no route. */
  #sendEndLater(): void {
    clearTimeout(this.#endTimer);
    this.#endTimer = setTimeout(() => {
      const { connectionState, iceGatheringState } = this.#connection;
      // After an ICE restart, further candidates follow.
      const isDue = connectionState !== "connected" && iceGatheringState !== "gathering";
      if (isDue) void this.#send({ candidate: null });
    }, endDelayMs);
  }

  /** Not awaited: a channel may take as long as the peer is away, and signals that arrive in the meantime count. */
  #sendLocalDescription(): void {
    const { localDescription } = this.#connection;
    if (!localDescription) return;
    const { type, sdp } = localDescription;
    void this.#send({ description: { type, sdp }, refusable: true });
  }

  /** `recover` sends failed signals again. */
  async #send(signal: Signal): Promise<void> {
    this.emit("step", { type: "sent", atMs: Date.now(), signal });
    try {
      await this.#channel.sendTo(this.#remotePeerId, signal);
    } catch (error) {
      const isTooLarge = error instanceof SignalingError && error.code === "too-large";
      // A retry would fail, too.
      if (isTooLarge) this.emit("error", error);
      else this.#isOutOfStep = true;
    }
  }

  /** Not by `iceConnectionState`: in Chromium (156) it stays `disconnected` if no first route is found. */
  #watch(): void {
    const { connectionState } = this.#connection;
    if (connectionState === "connected") {
      this.#restarts = 0;
      clearTimeout(this.#restartTimer);
    } else if (connectionState === "failed") {
      this.#restartLater();
    }
  }

  #restartLater(): void {
    if (this.#restarts >= this.#mostRestarts) {
      this.emit(
        "error",
        new SignalingError("unavailable", "no route to the peer; a TURN server may help"),
      );
      return;
    }
    const delay = restartDelaysMs[Math.min(this.#restarts, restartDelaysMs.length - 1)];
    this.#restarts += 1;
    clearTimeout(this.#restartTimer);
    this.#restartTimer = setTimeout(() => this.#restart(), delay);
  }

  #restart(): void {
    if (this.#connection.signalingState === "closed") return;
    const attempt = Math.max(1, this.#restarts);
    this.emit("step", { type: "ice-restart", atMs: Date.now(), attempt });
    this.#connection.restartIce();
  }

  #failToApply(cause: unknown): void {
    this.#fail("could not apply the signal of the peer", cause);
  }

  #fail(sentence: string, cause: unknown): void {
    if (this.#connection.signalingState === "closed") return;
    this.emit("error", new SignalingError("internal", sentence, { cause }));
  }
}
