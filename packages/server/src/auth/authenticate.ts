import type { Identity } from "./identity.ts";

/** The credentials of a client: the option `auth` of socket.io-client, not validated. */
export type Credentials = Readonly<Record<string, unknown>>;

/** Describes the network address and the web page of a client. */
export interface Client {
  /** The IP address behind the trusted proxies; `unix` for a Unix socket whose proxy sends no address. */
  readonly address: string;
  /** The `Origin` header (RFC 6454): the origin of a web page; `undefined` for most programs. */
  readonly origin: string | undefined;
}

/**
 * Authenticates a client: returns its identity, or throws a `SignalingError` whose code and reason the client receives.
 * The function is called for each connection, and for each `refresh` of a token.
 *
 * @example
 * ```ts
 * import { createSignalingServer, SignalingError } from "simple-webrtc-signaling-server";
 *
 * const users = new Map([["a session id", "ada"]]);
 *
 * const server = createSignalingServer({
 *   authenticate: ({ sessionId }) => {
 *     const subject = users.get(String(sessionId));
 *     if (subject !== undefined) return { subject, permissions: ["broadcast", "relay"] };
 *     throw new SignalingError("forbidden", "unknown session; log in first");
 *   },
 * });
 * await server.listen();
 * ```
 */
export type Authenticate = (
  credentials: Credentials,
  client: Client,
) => Identity | Promise<Identity>;
