/** What makes an offer: another direction of a transceiver, or another route. */
export type Change = "direction" | "route";

/** What a test can ask of `pages/glare.js`. */
export interface Glare {
  /** How many steps of each type there were, on both sides together. */
  readonly steps: Record<string, number>;
  readonly errors: string[];
  /** In a room, two newcomers are connected. */
  meet(room: string): Promise<void>;
  /** Each side changes something, their offers meet, and both changes come about. */
  collide(room: string, changes: readonly Change[]): Promise<void>;
}

declare global {
  var glare: Glare;
}
