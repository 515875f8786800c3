import type { Hub } from "./hub.ts";
import { type Page, type PageRequest, pageOf } from "./page.ts";

export interface RoomSummary {
  readonly room: string;
  readonly peers: number;
}

/** The rooms that somebody is in, by name. */
export function listRooms(
  { localMembers: audience }: Hub,
  request: PageRequest,
): Page<RoomSummary> {
  const { items, ...rest } = pageOf(audience.names(), (room) => room, request);
  return { items: items.map((room) => ({ room, peers: audience.size(room) })), ...rest };
}
