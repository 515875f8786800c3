import type { ConnectionProblem } from "simple-webrtc-signaling-client";
import type { Sample } from "../reading/sample.ts";
import type { CandidatePair, Codecs } from "../reading/stats.ts";

/** A transceiver (W3C WebRTC §5.4). */
export interface Transceiver {
  /** `null` before the negotiation. */
  readonly mid: string | null;
  readonly kind: string;
  readonly direction: string;
  /** The negotiated direction; `null` before the negotiation. */
  readonly currentDirection: string | null;
  readonly codecs: Codecs | undefined;
}

/** The state of a connection, and its last measurements. */
export interface Inspection {
  readonly state: RTCPeerConnectionState;
  readonly pairs: readonly CandidatePair[];
  readonly transceivers: readonly Transceiver[];
  /** Oldest first. */
  readonly samples: readonly Sample[];
  /** The explanation of the client, if the connection is not open or a track was rejected. */
  readonly problems: readonly ConnectionProblem[];
}
