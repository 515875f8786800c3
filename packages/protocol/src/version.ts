/** The version of the protocol in PROTOCOL.md. It changes only with changes that clients can notice. */
export const protocolVersion = 1;
