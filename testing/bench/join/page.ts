/** The meeting point of two pages: a room of this server, or a peer id of PeerJS. */
export interface Meeting {
  readonly server: string;
  readonly place: string;
}

/** In the order in which they are reached. */
export const milestones = [
  "socket",
  "connection",
  "offer",
  "answer",
  "ice",
  "open",
  "echo",
] as const;

/**
 * - `socket`: the WebSocket is open
 * - `connection`: the `RTCPeerConnection` was created
 * - `offer`, `answer`: set on either side
 * - `ice`: the route was found
 * - `open`: the connection is encrypted, and its data channel is open
 * - `echo`: the first message was returned by the other page
 */
export type Milestone = (typeof milestones)[number];

/** The time of each milestone, in milliseconds since the join. */
export type Times = Readonly<Record<Milestone, number>>;

/** The functions of every page, with its library. */
export interface Library {
  /** Waits for a peer and returns all its messages. */
  wait(meeting: Meeting): Promise<void>;
  /** Joins the waiting peer, sends a message and resolves with the echo. */
  join(meeting: Meeting): Promise<void>;
}

/** The probe of a page during a join. */
export interface Probe {
  /** Starts the clock. */
  start(): void;
  note(milestone: Milestone): void;
  /** Returns the times after the connection has reported `connected`, which it may report late. */
  times(): Promise<Partial<Times>>;
}

declare global {
  var library: Library;
  var probe: Probe;
  /** The global of `peerjs/dist/peerjs.min.js`. */
  var Peer: typeof import("peerjs").Peer;
  /** The global of `simple-peer/simplepeer.min.js`, which has no types. */
  var SimplePeer: new (options: SimplePeerOptions) => SimplePeerInstance;
}

interface SimplePeerOptions {
  readonly initiator: boolean;
  readonly config: RTCConfiguration;
}

export interface SimplePeerInstance {
  on(name: "signal", listener: (signal: unknown) => void): this;
  on(name: "connect", listener: () => void): this;
  on(name: "data", listener: (data: Uint8Array) => void): this;
  signal(signal: unknown): void;
  send(data: string | Uint8Array): void;
}
