import type { ChannelState, ConnectionProblem, Route } from "simple-webrtc-signaling-client";

/** As seen from here. */
export type Direction = "sent" | "received";

/** An observable event of an exchange. */
export type Happening =
  /** You entered the room, or began to watch it. */
  | { readonly kind: "join" }
  | { readonly kind: "channel"; readonly state: ChannelState }
  | { readonly kind: "peer" | "leave" }
  | { readonly kind: "answer"; readonly direction: Direction; readonly sdp: string }
  | {
      readonly kind: "offer";
      readonly direction: Direction;
      readonly sdp: string;
      /** It asks for a new route: another ICE user name fragment than in use (RFC 8445 §9). */
      readonly isRestart: boolean;
    }
  | {
      readonly kind: "candidate";
      readonly direction: Direction;
      readonly candidate: RTCIceCandidateInit;
    }
  | { readonly kind: "end-of-candidates"; readonly direction: Direction }
  /** A description could not be used. */
  | {
      readonly kind: "refusal";
      readonly direction: Direction;
      readonly refused: "offer" | "answer";
    }
  /** A STUN or TURN server did not do what was asked of it (W3C WebRTC §4.8.2). */
  | {
      readonly kind: "candidate-error";
      readonly url: string;
      readonly code: number;
      readonly reason: string;
    }
  | { readonly kind: "ignored-offer" | "rolled-back" | "dropped-candidate" }
  | { readonly kind: "ice-restart"; readonly attempt: number }
  | { readonly kind: "connection"; readonly state: RTCPeerConnectionState }
  | {
      readonly kind: "route";
      readonly route: Route;
      readonly protocol: string | undefined;
      readonly roundTripMs: number | undefined;
    }
  | { readonly kind: "track"; readonly media: string }
  | { readonly kind: "error"; readonly code: string; readonly reason: string }
  /** There is no connection, and why. */
  | { readonly kind: "failed"; readonly problems: readonly ConnectionProblem[] };

export type Kind = Happening["kind"];

/** About what, and when. */
export interface Stamp {
  /** Grows by one with each entry of a trace. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Absent if it is about you and the server. */
  readonly peerId?: string;
  /** The signaling state of the connection: before a received signal, after anything else. */
  readonly signalingState?: RTCSignalingState;
}

/** One line of a trace. */
export type Entry = Stamp & Happening;

export type EntryOf<K extends Kind> = Extract<Entry, { readonly kind: K }>;
