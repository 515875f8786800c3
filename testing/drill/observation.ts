import type { ChannelState } from "simple-webrtc-signaling-client";

/** An action or an observation of a client. Times are in milliseconds since 1970. */
export type Observation =
  | ({ readonly what: "sent" | "accepted" | "surfaced" } & Numbered)
  | ({ readonly what: "refused"; readonly code: string } & Numbered)
  | ({ readonly what: "opened" | "closed" } & Presence)
  | {
      readonly what: "state";
      readonly by: string;
      readonly state: ChannelState;
      readonly atMs: number;
    }
  | {
      readonly what: "error";
      readonly by: string;
      readonly code: string;
      readonly wasReady: boolean;
    };

/** One signal: the n-th from one peer to another peer. */
interface Numbered {
  readonly from: string;
  readonly to: string;
  readonly number: number;
}

interface Presence {
  readonly by: string;
  readonly of: string;
}
