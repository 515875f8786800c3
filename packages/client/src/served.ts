/**
 * The client that a server serves at `/client.js`. Without a `url`, `joinRoom` connects to the server that served the
 * module, also in a page of another origin.
 */
export * from "./index.ts";

import { type JoinRoomOptions, joinRoom as join } from "./join-room.ts";
import type { Room } from "./room/room.ts";
import { ownServer } from "./server/own-server.ts";

export async function joinRoom(options: JoinRoomOptions = {}): Promise<Room> {
  const url = options.url ?? ownServer();
  return join(url === undefined ? options : { ...options, url });
}
