/** The part of the wire that `pages/peer.js` uses. */
export interface PageEnvelope {
  readonly from: string;
  readonly action?: "open" | "close";
  readonly connections?: Readonly<Record<string, unknown>>;
  readonly message?: string | PageSignal;
}

export type PageSignal =
  | { readonly description: RTCSessionDescriptionInit | null }
  | { readonly candidate: RTCIceCandidateInit };

interface PageCandidate {
  readonly candidateType: string;
  readonly protocol: string;
  readonly address: string;
}

/** The interface of `pages/peer.js` for tests. */
export interface PagePeer {
  /** The data channel is open. */
  isOpen: boolean;
  isServerGone: boolean;
  /** The signals this page sent: `offer`, `answer` or `candidate`. */
  readonly signals: string[];
  /** The texts the other page said. */
  readonly texts: string[];
  /** The bytes that the other page sent by `sendBytes`, once they are complete. */
  received: { readonly bytes: number; readonly isVerified: boolean } | undefined;
  /** Sends random bytes, and their SHA-256. */
  sendBytes(count: number): Promise<void>;
  say(text: string): void;
  /** The local candidate and the remote one. */
  selectedPair(): Promise<readonly PageCandidate[]>;
}

declare global {
  var peer: PagePeer;
  var io: typeof import("socket.io-client").io;
}
