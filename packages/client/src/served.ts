/**
 * The client as a server serves it, at `/client.js`: without a `url`, `joinRoom` connects to the server that the
 * module came from, wherever the page comes from.
 */
export * from "./index.ts";

import { type JoinRoomOptions, joinRoom as join } from "./join-room.ts";
import type { Room } from "./room/room.ts";

export function joinRoom(options: JoinRoomOptions = {}): Promise<Room> {
  const url = options.url ?? ownServer();
  return join(url === undefined ? options : { ...options, url });
}

/** `undefined` for a copy that comes from no web server, such as a `blob:` or `file:` address. */
function ownServer(): string | undefined {
  const { url } = import.meta;
  return /^https?:/.test(url) ? new URL(".", url).href : undefined;
}
