import type * as client from "simple-webrtc-signaling-client";

/** The records of a page about one peer. */
export interface Acquaintance {
  readonly peer: client.Peer;
  /** The data of the event `data`, as text. */
  readonly texts: string[];
  /** The data of the event `data`, unchanged. */
  readonly received: (string | ArrayBuffer)[];
  /** The receivers of its videos, in order of arrival. */
  readonly videos: RTCRtpReceiver[];
}

/** The functions of `pages/tab.js` for tests. */
export interface Tab {
  readonly client: typeof client;
  room: client.Room | undefined;
  /** By peer id; a peer that joined again is present once, with its present state. */
  readonly met: Readonly<Record<string, Acquaintance>>;
  /** The ids of the peers that left. */
  readonly left: string[];
  /** The states of the room, and the events `resumed` and `sessionLost`, in order. */
  readonly states: string[];
  /** The reported errors, as text. */
  readonly errors: string[];
  /** The types of all steps, in order. */
  readonly steps: string[];
  /** The camera, if this page sends it. */
  camera: MediaStream | undefined;
  /** Joins and records all events. Resolves with `undefined`, or the code of a refusal. */
  join(options: client.JoinRoomOptions): Promise<string | undefined>;
  /** Opens the camera and sends it to all peers that join from now on. */
  useCamera(): Promise<void>;
  /** Shares this page with a peer, in addition to other media. */
  shareScreen(id: string): Promise<void>;
  /** The peers with an open connection. */
  connected(): string[];
  peer(id: string): client.Peer;
  /** Returns the number of decoded frames of the videos of a peer, without the first `from` videos. */
  frames(id: string, from: number): Promise<number>;
  /** Starts to send numbers to a peer, from 0 on, every few milliseconds. */
  startCounting(id: string): void;
  /** Stops the counting. Returns the number of sent numbers. */
  stopCounting(): number;
}

declare global {
  var tab: Tab;
}
