/** Describes the limits of the protocol. Each number is a rule of PROTOCOL.md, and client and server use this one source. */
export interface Limits {
  /** Maximum length of a peer id or room name, in characters (Unicode code points). */
  readonly nameLength: number;
  /** Maximum nesting of arrays and objects in one argument, in levels. */
  readonly nesting: number;
  /** Maximum size of a peer's metadata, in bytes of JSON. */
  readonly metadataBytes: number;
  /** The part of an event that costs as much as one small event, in bytes. */
  readonly chargedBytes: number;
  /** Maximum number of messages in the pre-ready buffer of a socket. */
  readonly heldMessages: number;
  /** Maximum size of the pre-ready buffer of a socket, in bytes of JSON and attachments. */
  readonly heldBytes: number;
  /** Maximum time of a message in the pre-ready buffer, in seconds. */
  readonly holdSeconds: number;
  /** Maximum time until an acknowledgement is answered, in seconds. */
  readonly replySeconds: number;
  /** Time for which a connection continues after its token has expired, in seconds. */
  readonly expiryGraceSeconds: number;
  /** Part of the time to live after which the server renews TURN credentials: a number from 0 to 1. */
  readonly turnRenewal: number;
  /** Maximum number of HTTP requests for ICE servers of one identity, per minute. */
  readonly iceServersPerMinute: number;
}

/** Contains the limits of this protocol version. */
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
