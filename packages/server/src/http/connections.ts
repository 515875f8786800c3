import type { Handler } from "hono";
import { defaultRoom } from "simple-webrtc-signaling-protocol";
import { connectionsOf } from "../directory/connections.ts";
import type { Directory } from "../directory/directory.ts";
import { bearerOf } from "./bearer.ts";

export const connectionsAccesses = ["public", "token", "off"] as const;

/** Who may ask for the peers of a room. */
export type ConnectionsAccess = (typeof connectionsAccesses)[number];

export interface ConnectionsOptions {
  readonly directory: Directory;
  readonly access: ConnectionsAccess;
  /** Whether a candidate is the server's token, or another that gives the right to look. */
  readonly isToken: (candidate: string) => boolean | Promise<boolean>;
}

/** `GET /connections?room=`: the peers of a room (default: the lobby), keyed by peer id. */
export function connections({ directory, access, isToken }: ConnectionsOptions): Handler {
  return async (context) => {
    if (access === "off") return context.notFound();
    if (access === "token" && !(await isToken(bearerOf(context.req.header("authorization"))))) {
      context.header("www-authenticate", "Bearer");
      return context.json({ error: "send the server's token: Authorization: Bearer <token>" }, 401);
    }
    context.header("cache-control", "no-store");
    const room = context.req.query("room") ?? defaultRoom;
    return context.json(connectionsOf(await directory.list(room)));
  };
}
