export type Kind = "audio" | "video";

/** An action of one side. `which` selects one of its tracks; without tracks nothing happens. */
export type Change =
  | { readonly what: "add"; readonly kind: Kind }
  | {
      readonly what: "remove" | "replace" | "pause" | "resume" | "mute" | "unmute";
      readonly which: number;
    };

/** Simultaneous changes of the two sides. */
export type Moment = readonly [readonly Change[], readonly Change[]];

/** The negotiated state after all changes. */
export interface Outcome {
  /** Number of media sections (m-lines) of the description. */
  readonly parts: number;
  /** Maximum number of media sections: the maximum of simultaneous tracks of each side, by kind, and the data channel. */
  readonly mostParts: number;
  /** Number of characters of the last offer, without candidates: their number depends on the time. */
  readonly characters: number;
}

/** The functions of `pages/tracks.js` for tests. */
export interface Tracks {
  /** Number of steps of each type on both sides together. */
  steps: Record<string, number>;
  errors: string[];
  /** Both sides of every room leave. Forgets all steps and errors. */
  reset(): Promise<void>;
  /** Connects two new peers in a room. */
  meet(room: string): Promise<void>;
  /** Both sides leave. */
  part(room: string): Promise<void>;
  /** Both sides make their changes. */
  change(room: string, moment: Moment): void;
  /** Both sides make their changes, and their offers collide. */
  collide(room: string, moment: Moment): Promise<void>;
  /** Makes the next description of the type that a side receives unusable. */
  spoilNext(room: string, side: 0 | 1, type: "offer" | "answer"): void;
  /** A side refuses the next answer. Resolves when the next offer has arrived, but is held. */
  refuseNextAnswer(room: string, side: 0 | 1): Promise<void>;
  /** Waits until every track that has arrived so far continues to arrive, also during a negotiation. */
  flow(room: string): Promise<void>;
  /** Delivers the held signals. */
  release(room: string): void;
  /** Waits until exactly the sent tracks arrive. */
  settle(room: string): Promise<Outcome>;
  /** Waits until no track of one side arrives any more. */
  silence(room: string, side: 0 | 1): Promise<void>;
  /** Replaces a track that a side does not send. Resolves with the error. */
  replaceOther(room: string, side: 0 | 1): Promise<string>;
}

declare global {
  var tracks: Tracks;
}
