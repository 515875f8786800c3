import { Watchable } from "../watchable.ts";
import { AudioLevel } from "./audio-level.ts";
import { openDevice, openScreen, type Source } from "./devices.ts";
import { lostDevice, mediaProblem } from "./words.ts";

/** My microphone, camera and screen: each is off until I turn it on. */
export class LocalMedia extends Watchable {
  /** Microphone and camera share one stream, so that sound and picture stay in step. */
  readonly face = new MediaStream();
  readonly screen = new MediaStream();
  readonly #tracks = new Map<Source, MediaStreamTrack>();
  readonly #chosen = new Map<Source, string>();
  /** The requests for devices that the browser has not answered. */
  readonly #opening = new Map<Source, symbol>();
  #level: AudioLevel | undefined;
  #speaker: string | undefined;
  #problem: string | undefined;

  /** Why a source is not on, in words; absent if nothing went wrong. */
  get problem(): string | undefined {
    return this.#problem;
  }

  get tracks(): ReadonlyMap<Source, MediaStreamTrack> {
    return this.#tracks;
  }

  isOn(source: Source): boolean {
    return this.#tracks.get(source)?.enabled === true;
  }

  isOpening(source: Source): boolean {
    return this.#opening.has(source);
  }

  deviceOf(source: Source): string | undefined {
    return this.#tracks.get(source)?.getSettings().deviceId ?? this.#chosen.get(source);
  }

  /** How loud the microphone is, between 0 and 1; 0 while it is off. */
  get microphoneLevel(): number {
    return this.#level?.read() ?? 0;
  }

  /** The device id of the speaker that plays sound; `undefined` for the browser's default. */
  get speaker(): string | undefined {
    return this.#speaker;
  }

  chooseSpeaker(deviceId: string): void {
    this.#speaker = deviceId;
    this.changed();
  }

  streamOf(source: Source): MediaStream {
    return source === "screen" ? this.screen : this.face;
  }

  /** Mutes a microphone, which can then be turned on at once. Closes a camera, so that its light goes out. */
  async toggle(source: Source): Promise<void> {
    const track = this.#tracks.get(source);
    if (!track) return this.#open(source);
    if (source === "microphone") track.enabled = !track.enabled;
    else this.#remove(source);
    this.changed();
  }

  /** Takes another microphone or camera, now if it is on, otherwise when it is turned on. */
  async choose(source: "microphone" | "camera", deviceId: string): Promise<void> {
    this.#chosen.set(source, deviceId);
    if (this.#tracks.has(source)) await this.#open(source);
    else this.changed();
  }

  forgetProblem(): void {
    this.#problem = undefined;
    this.changed();
  }

  /** Closes all devices, also one that the browser opens later. */
  stop(): void {
    this.#opening.clear();
    for (const source of [...this.#tracks.keys()]) this.#remove(source);
    this.changed();
  }

  async #open(source: Source): Promise<void> {
    if (this.#opening.has(source)) return;
    const request = Symbol(source);
    this.#opening.set(source, request);
    const isStopped = () => this.#opening.get(source) !== request;
    this.#problem = undefined;
    this.changed();
    try {
      const track = await this.#ask(source);
      if (isStopped()) return track.stop();
      this.#put(source, track);
    } catch (error) {
      if (isStopped()) return;
      this.#problem = mediaProblem(source, error);
    }
    this.#opening.delete(source);
    this.changed();
  }

  #ask(source: Source): Promise<MediaStreamTrack> {
    return source === "screen" ? openScreen() : openDevice(source, this.#chosen.get(source));
  }

  #put(source: Source, track: MediaStreamTrack): void {
    const wasMuted = this.#tracks.get(source)?.enabled === false;
    this.#remove(source);
    track.enabled = !wasMuted;
    this.#tracks.set(source, track);
    this.streamOf(source).addTrack(track);
    if (source === "microphone") this.#level = levelOf(track);
    track.addEventListener("ended", () => this.#lose(source, track));
  }

  #remove(source: Source): void {
    const track = this.#tracks.get(source);
    if (!track) return;
    this.#tracks.delete(source);
    this.streamOf(source).removeTrack(track);
    track.stop();
    if (source !== "microphone") return;
    this.#level?.close();
    this.#level = undefined;
  }

  /** Unplugged, or no longer allowed; a screen ends by the browser's own button. */
  #lose(source: Source, track: MediaStreamTrack): void {
    if (this.#tracks.get(source) !== track) return;
    this.#remove(source);
    if (source !== "screen") this.#problem = lostDevice(source);
    this.changed();
  }
}

/** The level is an extra: a browser that cannot measure it can still call. */
function levelOf(track: MediaStreamTrack): AudioLevel | undefined {
  try {
    return new AudioLevel(track);
  } catch {
    return undefined;
  }
}
