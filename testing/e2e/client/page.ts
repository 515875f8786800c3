import type * as client from "simple-webrtc-signaling-client";

/** What a page keeps of one other peer. */
export interface Acquaintance {
  readonly peer: client.Peer;
  /** What came by `data`, as text. */
  readonly heard: string[];
  /** What came by `data`, as it came. */
  readonly received: (string | ArrayBuffer)[];
  /** The receivers of its videos, in the order they came. */
  readonly videos: RTCRtpReceiver[];
}

/** What a test can ask of `pages/tab.js`. */
export interface Tab {
  readonly client: typeof client;
  room: client.Room | undefined;
  /** By peer id; who came back is there once, as it is now. */
  readonly met: Readonly<Record<string, Acquaintance>>;
  /** The ids of the peers who left. */
  readonly left: string[];
  /** The states of the room, and how it got back into them, in order. */
  readonly states: string[];
  /** What went wrong, in words. */
  readonly errors: string[];
  /** The types of all steps, in order. */
  readonly steps: string[];
  /** The camera, if this page sends it. */
  camera: MediaStream | undefined;
  /** Joins, and keeps all that happens. Resolves with `undefined`, or the code of the refusal. */
  join(options: client.JoinRoomOptions): Promise<string | undefined>;
  /** Opens the camera, which whoever is met from then on gets to see. */
  useCamera(): Promise<void>;
  /** Lets a peer see this page, beside all else. */
  shareScreen(id: string): Promise<void>;
  /** The peers whose connection stands. */
  connected(): string[];
  peer(id: string): client.Peer;
  /** Returns how many frames of a peer's videos were decoded, without the first `from` videos. */
  frames(id: string, from: number): Promise<number>;
  /** From now on says numbers to a peer, from 0 on, every few milliseconds. */
  startCounting(id: string): void;
  /** Ends the counting. Returns how many numbers were said. */
  stopCounting(): number;
}

declare global {
  var tab: Tab;
}
