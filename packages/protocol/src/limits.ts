/** What the wire allows. Each number is a rule of PROTOCOL.md, so client and server read it here. */
export interface Limits {
  /** Longest peer id or room name, in characters (Unicode code points). */
  readonly nameLength: number;
  /** Deepest nesting of arrays and objects in one argument. */
  readonly nesting: number;
  /** Largest metadata of a peer, in bytes of JSON. */
  readonly metadataBytes: number;
  /** How many bytes of an event cost as much as one small event. */
  readonly chargedBytes: number;
  /** How many messages are held for a visitor until its `ready`. */
  readonly heldMessages: number;
  /** How much is held for a visitor until its `ready`, in bytes of JSON and attachments. */
  readonly heldBytes: number;
  /** How long a message is held, in seconds. */
  readonly holdSeconds: number;
  /** Every acknowledgement is answered within this time, in seconds. */
  readonly replySeconds: number;
  /** How long a connection goes on after its token has ended, in seconds. */
  readonly expiryGraceSeconds: number;
  /** After which part of their time TURN credentials are told anew: a number from 0 to 1. */
  readonly turnRenewal: number;
  /** How often one identity may ask for ICE servers by HTTP, a minute. */
  readonly iceServersPerMinute: number;
}

export const limits: Limits = Object.freeze({
  nameLength: 128,
  nesting: 32,
  metadataBytes: 4_096,
  chargedBytes: 65_536,
  heldMessages: 32,
  heldBytes: 65_536,
  holdSeconds: 10,
  replySeconds: 2,
  expiryGraceSeconds: 25,
  turnRenewal: 0.75,
  iceServersPerMinute: 6,
});
