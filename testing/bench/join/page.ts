/** The meeting point of pages: a room of this server, or a prefix of peer ids of PeerJS. */
export interface Meeting {
  readonly server: string;
  readonly place: string;
  /** The number of the page among those of the meeting, from 0. */
  readonly index: number;
  /** The number of pages that the meeting has when it is complete. */
  readonly peers: number;
}

/** In the order in which they are reached. */
export const milestones = [
  "socket",
  "joined",
  "connection",
  "offer",
  "answer",
  "ice",
  "open",
  "echo",
] as const;

/**
 * - `socket`: the WebSocket is open
 * - `joined`: the server has accepted the peer
 * - `connection`: the first `RTCPeerConnection` was created
 * - `offer`, `answer`: the first one was set as a local or a remote description
 * - `ice`: the route to every other peer was found
 * - `open`: the data channel to every other peer is open
 * - `echo`: every other peer has returned the first message
 */
export type Milestone = (typeof milestones)[number];

/** The time of each milestone, in milliseconds since the join. */
export type Times = Readonly<Record<Milestone, number>>;

/** The functions of every page, with its library. */
export interface Library {
  /** Joins the meeting, connects to every other page, and returns all messages of them. Resolves when it has joined. */
  wait(meeting: Meeting): Promise<void>;
  /** Joins the meeting, sends a message to every other page, and returns their messages. Resolves with the last echo. */
  join(meeting: Meeting): Promise<void>;
}

/** The probe of a page during a join. */
export interface Probe {
  /** Waits until the given time, in milliseconds since the epoch. Then starts the clock for that many other peers. */
  start(atMs: number, others: number): Promise<void>;
  note(milestone: Milestone): void;
  /** Returns the times after all connections have reported `connected`, which they may report late. */
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
