import { type Page, type PageRequest, pageOf } from "./page.ts";
import type { HubState } from "./state.ts";

/** The data of a peer that only administrators receive. */
export interface PeerDetails {
  readonly peerId: string;
  readonly socketId: string;
  readonly subject: string | undefined;
  readonly metadata: unknown;
  /** The time of the join, in milliseconds since 1970. */
  readonly joinedAtMs: number;
}

export interface ListPeersRequest extends PageRequest {
  readonly room: string;
}

/** Returns a page of the peers of a room, sorted by id. */
export function listPeers(
  { localMembers }: HubState,
  request: ListPeersRequest,
): Page<PeerDetails> {
  const details = [...localMembers.members(request.room)].flatMap(({ state, identity }) => {
    if (state.kind !== "peer" && state.kind !== "away") return [];
    const { peerId, socketId, metadata } = state.peer;
    const { joinedAtMs } = state;
    return [{ peerId, socketId, metadata, joinedAtMs, subject: identity.subject }];
  });
  return pageOf(details, ({ peerId }) => peerId, request);
}
