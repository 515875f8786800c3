export const permissions = ["broadcast", "relay", "admin"] as const;

/** What a client may do beside being in a room: tell everyone, tell one peer, administer the server. */
export type Permission = (typeof permissions)[number];

/** Who a client is and what it may do, as whoever let it in says. */
export interface Identity {
  /** The user; absent if nobody said. One user may be several peers. */
  readonly subject?: string | undefined;
  /** The only peer id it may take; absent: any. */
  readonly peerId?: string | undefined;
  /** Rooms it may enter: names, or beginnings of names that end with `*`; absent: any. */
  readonly rooms?: readonly string[] | undefined;
  readonly permissions: readonly Permission[];
  /** When what it has shown ends, in milliseconds since 1970; absent: never. */
  readonly expiresAtMs?: number | undefined;
  /** Shown to the others of the room instead of what the client says of itself; absent: that. */
  readonly metadata?: unknown;
}

/** What a client may do when nobody says. */
export const usualPermissions: readonly Permission[] = ["broadcast", "relay"];

/** A client that has shown enough to come in, and nothing of who it is. */
export const somebody: Identity = { permissions: usualPermissions };
