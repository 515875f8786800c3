import type { RTCIceCandidateInit, RTCPeerConnection, RTCSessionDescriptionInit } from "werift";

/** A content that the peers of a room send to each other. */
export interface Content {
  readonly visit?: string;
  readonly to?: string;
  readonly say?: "bye";
  readonly description?: RTCSessionDescriptionInit | undefined;
  readonly candidate?: RTCIceCandidateInit | null;
}

/** The event `message`. */
export interface Message {
  readonly from: string;
  readonly message?: Content;
  readonly action?: "open" | "close";
}

/** The reply to `ready`. */
export interface Reply {
  readonly value: {
    readonly peers: readonly {
      readonly peerId: string;
      readonly joinId?: string;
    }[];
  };
}

/** Another peer, and the connection to it. */
export interface Peer {
  readonly visit: string;
  readonly connection: RTCPeerConnection;
  /** The work under way, in order. */
  work: Promise<void>;
  /** Candidates that came before the description to which they belong. */
  readonly early: RTCIceCandidateInit[];
}
