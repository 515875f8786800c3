/** The place of a connection in the order of the handshakes of this process. */
export interface ConnectionOrder {
  readonly number: number;
  /** The time of the handshake, in milliseconds since 1970. */
  readonly openedAtMs: number;
}
