import type { ConnectionProblem, ConnectionReport, Peer } from "simple-webrtc-signaling-client";
import type { Profile } from "../text/messages.ts";
import { Watchable } from "../watchable.ts";
import type { Source } from "./devices.ts";
import { Speaking } from "./speaking.ts";

/**
 * Whether a stream has a picture. `expected`: the peer sends one, but the browser has not said yet that it
 * arrives.
 */
export type Picture = "none" | "expected" | "present";

/** Another person in the call. */
export class Participant extends Watchable {
  readonly peer: Peer;
  /** The tracks that are sent to this peer. */
  sent: ReadonlyMap<Source, MediaStreamTrack> = new Map();
  report: ConnectionReport | undefined;
  isSpeaking = false;
  #profile: Profile | undefined;
  #needsExplanation = false;
  #problem: ConnectionProblem | undefined;
  #wasConnected = false;
  readonly #speaking = new Speaking();
  readonly #streams = new Map<string, MediaStream>();

  constructor(peer: Peer) {
    super();
    this.peer = peer;
    peer.on("track", ({ streams }) => this.#see(streams));
    // The directions of the transceivers change with it.
    peer.connection.addEventListener("signalingstatechange", () => this.changed());
    peer.on("state", (state) => this.#move(state));
    peer.on("failed", ([problem]) => this.#explain(problem));
  }

  /** The name as the person gave it; until then the peer id. */
  get name(): string {
    return this.#profile?.name || this.peer.id;
  }

  get isIntroduced(): boolean {
    return this.#profile !== undefined;
  }

  get hasMicrophoneOn(): boolean {
    return this.#profile?.hasMicrophoneOn === true;
  }

  /** Microphone and camera: the stream that is not the screen. */
  get face(): MediaStream | undefined {
    return this.#live().find(({ id }) => id !== this.#profile?.screen);
  }

  get screen(): MediaStream | undefined {
    return this.#live().find(({ id }) => id === this.#profile?.screen);
  }

  /**
   * Returns whether a stream of the peer has a picture. A track that the peer removed may stay in its stream, and
   * Chromium (156) may call one muted that arrives, when both sides made an offer: so the directions count, too.
   */
  pictureOf(stream: MediaStream | undefined): Picture {
    const tracks = stream?.getVideoTracks() ?? [];
    const sent = tracks.filter((track) => track.readyState === "live" && this.#isSent(track));
    if (sent.length === 0) return "none";
    return sent.some(({ muted }) => !muted) ? "present" : "expected";
  }

  /** Whether to say that there is no connection. */
  get needsExplanation(): boolean {
    return this.#needsExplanation;
  }

  /** Why there is no connection; `undefined` while the reason is unknown. */
  get problem(): ConnectionProblem | undefined {
    return this.#problem;
  }

  introduce(profile: Profile): void {
    this.#profile = profile;
    this.changed();
  }

  /** The client has tried all routes several times. */
  lackRoute(): void {
    this.#needsExplanation = true;
    this.changed();
  }

  async measure(): Promise<void> {
    if (this.peer.state !== "connected") return;
    this.report = await this.peer.stats();
    this.changed();
  }

  /** Looks whether the person speaks now. */
  listen(): void {
    const levels = this.peer.connection
      .getReceivers()
      .filter(({ track }) => track.kind === "audio")
      .map((receiver) => receiver.getSynchronizationSources()[0]?.audioLevel ?? 0);
    const isLoud = this.#speaking.measure(Math.max(0, ...levels), performance.now());
    const isSpeaking = this.hasMicrophoneOn && isLoud;
    if (isSpeaking === this.isSpeaking) return;
    this.isSpeaking = isSpeaking;
    this.changed();
  }

  #isSent(track: MediaStreamTrack): boolean {
    const transceivers = this.peer.connection.getTransceivers();
    const direction = transceivers.find(
      ({ receiver }) => receiver.track === track,
    )?.currentDirection;
    return direction === "sendrecv" || direction === "recvonly";
  }

  #live(): MediaStream[] {
    return [...this.#streams.values()].filter(({ active }) => active);
  }

  #see(streams: readonly MediaStream[]): void {
    for (const stream of streams) {
      this.#streams.set(stream.id, stream);
      stream.addEventListener("removetrack", () => this.changed());
      for (const track of stream.getTracks()) {
        for (const name of ["mute", "unmute", "ended"]) {
          track.addEventListener(name, () => this.changed());
        }
      }
    }
    this.changed();
  }

  #move(state: RTCPeerConnectionState): void {
    if (state === "connected") {
      this.#wasConnected = true;
      this.#needsExplanation = false;
      this.#problem = undefined;
    } else this.report = undefined;
    this.changed();
    void this.measure();
  }

  /** A connection that was established before is usually restored; one that never was needs an explanation now. */
  #explain(problem: ConnectionProblem | undefined): void {
    this.#problem = problem;
    if (!this.#wasConnected) this.#needsExplanation = true;
    this.changed();
  }
}
