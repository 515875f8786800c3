/** The version of the wire described in PROTOCOL.md. It changes only when a client could notice. */
export const protocolVersion = 1;
