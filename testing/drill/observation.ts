/** An action or an observation of a client. Times are in milliseconds since 1970. */
export type Observation =
  | ({ readonly what: "sent" | "accepted" | "surfaced" } & Numbered)
  | ({ readonly what: "refused"; readonly code: string } & Numbered)
  | ({ readonly what: "opened" | "closed" } & Presence)
  | {
      readonly what: "connected";
      readonly by: string;
      readonly session: string | undefined;
      /** The session continues; `false`: a new session began. */
      readonly isResumed: boolean;
      readonly atMs: number;
    }
  /** The client lost or closed its connection, and reconnects. */
  | { readonly what: "disconnected"; readonly by: string; readonly atMs: number }
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
  readonly session: string | undefined;
}
