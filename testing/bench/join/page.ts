/** Where two pages meet: a room of this server, the name of a peer for PeerJS. */
export interface Meeting {
  readonly server: string;
  readonly place: string;
}

/** In the order they are reached. */
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
 * - `connection`: the `RTCPeerConnection` was made
 * - `offer`, `answer`: set, wherever it came from
 * - `ice`: the route is found
 * - `open`: the connection is encrypted, and its data channel open
 * - `echo`: what was sent by the library came back by the library
 */
export type Milestone = (typeof milestones)[number];

/** When each was reached for the first time, in milliseconds since the join. */
export type Times = Readonly<Record<Milestone, number>>;

/** What every page can do, with the library it is about. */
export interface Library {
  /** Is there, ready, and gives back whatever it is told. */
  wait(meeting: Meeting): Promise<void>;
  /** Joins whoever waits there, says something and resolves when that comes back. */
  join(meeting: Meeting): Promise<void>;
}

/** What a page notes of a join. */
export interface Probe {
  /** Starts the clock. */
  start(): void;
  note(milestone: Milestone): void;
  /** What was noted, once the connection has said that it stands: it may be late to say so. */
  times(): Promise<Partial<Times>>;
}

declare global {
  var library: Library;
  var probe: Probe;
  /** Of `peerjs/dist/peerjs.min.js`. */
  var Peer: typeof import("peerjs").Peer;
  /** Of `simple-peer/simplepeer.min.js`, which has no types. */
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
