import { defaultRoom } from "simple-webrtc-signaling-protocol";
import { connectionsOf } from "../cluster/connections.ts";
import type { Peer } from "../cluster/directory.ts";
import { type BearerOptions, forBearer, unauthorized, type WebHandler } from "./bearer.ts";

export const connectionsAccesses = ["public", "token", "off"] as const;

/** The access to the list of peers: everybody, clients with a token, or nobody. */
export type ConnectionsAccess = (typeof connectionsAccesses)[number];

export interface ConnectionsOptions {
  /** Returns the peers of a room. */
  readonly peers: (room: string) => Promise<readonly Peer[]>;
  readonly access: ConnectionsAccess;
  /** Checks whether a token permits to read the list. */
  readonly bearer: BearerOptions<boolean>;
}

/** Handles `GET /connections?room=`: responds with the peers of a room (default: the lobby), keyed by peer id. */
export function connections({ peers, access, bearer }: ConnectionsOptions): WebHandler {
  return (context) => {
    const list = async () => {
      context.header("cache-control", "no-store");
      const room = context.req.query("room") ?? defaultRoom;
      return context.json(connectionsOf(await peers(room)));
    };
    if (access === "off") return context.notFound();
    if (access === "public") return list();
    return forBearer(context, bearer, (mayRead) => (mayRead ? list() : unauthorized(context)));
  };
}
