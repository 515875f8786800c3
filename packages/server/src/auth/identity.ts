export const permissions = ["broadcast", "relay", "admin"] as const;

/**
 * A permission of a client: `broadcast` permits `message`, `relay` permits `messageOne`, and `admin` permits
 * administration.
 */
export type Permission = (typeof permissions)[number];

/** Describes the user of a client and its permissions, as the authentication determined them. */
export interface Identity {
  /** The user id; absent for anonymous clients. One user may have several peers. */
  readonly subject?: string | undefined;
  /** The id of the token (`jti`), by which administrators can revoke it; absent: it cannot be revoked. */
  readonly tokenId?: string | undefined;
  /** The only permitted peer id; absent: any. */
  readonly peerId?: string | undefined;
  /** The permitted rooms: names, or prefixes that end with `*`; absent: any. */
  readonly rooms?: readonly string[] | undefined;
  readonly permissions: readonly Permission[];
  /** The time at which the credentials expire, in milliseconds since 1970; absent: they do not expire. */
  readonly expiresAtMs?: number | undefined;
  /** The metadata that the other peers of the room receive, in place of the client's own; absent: the client's own. */
  readonly metadata?: unknown;
}

/** The permissions of a client whose authentication does not name any. */
export const usualPermissions: readonly Permission[] = ["broadcast", "relay"];

/** The identity of an anonymous client: it may join any room with any peer id, and send messages. */
export const anonymous: Identity = { permissions: usualPermissions };
