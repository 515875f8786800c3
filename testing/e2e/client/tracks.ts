export type Kind = "audio" | "video";

/** What one side does. `which` chooses one of its tracks; without tracks nothing happens. */
export type Change =
  | { readonly what: "add"; readonly kind: Kind }
  | {
      readonly what: "remove" | "replace" | "pause" | "resume" | "mute" | "unmute";
      readonly which: number;
    };

/** Changes of the two sides, at the same moment. */
export type Moment = readonly [readonly Change[], readonly Change[]];

/** What is negotiated when everything has come about. */
export interface Outcome {
  /** How many parts (m-lines) the description has. */
  readonly parts: number;
  /** The most parts that the tracks can need: each side's most tracks at a time, by kind, and the data channel. */
  readonly mostParts: number;
  /** The characters of the last offer. */
  readonly characters: number;
}

/** What a test can ask of `pages/tracks.js`. */
export interface Tracks {
  /** How many steps of each type there were, on both sides together. */
  readonly steps: Record<string, number>;
  readonly errors: string[];
  /** In a room, two newcomers are connected. */
  meet(room: string): Promise<void>;
  /** Both leave. */
  part(room: string): Promise<void>;
  /** Both sides make their changes. */
  change(room: string, moment: Moment): void;
  /** Both sides make their changes, and their offers meet. */
  collide(room: string, moment: Moment): Promise<void>;
  /** The next description of that type which a side gets cannot be used. */
  spoilNext(room: string, side: 0 | 1, type: "offer" | "answer"): void;
  /** Each track that is sent arrives, and nothing else does. */
  settle(room: string): Promise<Outcome>;
  /** Until nothing of one side arrives any more. */
  silence(room: string, side: 0 | 1): Promise<void>;
  /** A side replaces a track that it does not send. Resolves with the error. */
  replaceOther(room: string, side: 0 | 1): Promise<string>;
}

declare global {
  var tracks: Tracks;
}
