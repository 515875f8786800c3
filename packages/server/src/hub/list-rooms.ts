import { type Page, type PageRequest, pageOf } from "./page.ts";
import type { HubState } from "./state.ts";

export interface RoomSummary {
  readonly room: string;
  readonly peers: number;
}

/** Returns a page of the rooms that have peers, sorted by name. */
export function listRooms({ localMembers }: HubState, request: PageRequest): Page<RoomSummary> {
  const { items, ...rest } = pageOf(localMembers.names(), (room) => room, request);
  return { items: items.map((room) => ({ room, peers: localMembers.size(room) })), ...rest };
}
