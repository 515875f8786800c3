/** The cause of an offer: a new direction of a transceiver, or an ICE restart. */
export type Change = "direction" | "route";

/** The functions of `pages/glare.js` for tests. */
export interface Glare {
  /** Number of steps of each type on both sides together. */
  readonly steps: Record<string, number>;
  readonly errors: string[];
  /** Connects two new peers in a room. */
  meet(room: string): Promise<void>;
  /** Changes something on each side so that the offers collide. Resolves when both changes are negotiated. */
  collide(room: string, changes: readonly Change[]): Promise<void>;
}

declare global {
  var glare: Glare;
}
