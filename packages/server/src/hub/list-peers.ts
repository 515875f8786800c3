import type { Hub } from "./hub.ts";
import { type Page, type PageRequest, pageOf } from "./page.ts";

/** A peer as only an administrator may know it. */
export interface PeerDetails {
  readonly peerId: string;
  readonly socketId: string;
  readonly subject: string | undefined;
  readonly metadata: unknown;
  /** In milliseconds since 1970. */
  readonly joinedAtMs: number;
}

export interface ListPeersRequest extends PageRequest {
  readonly room: string;
}

/** The peers of a room, by id. */
export function listPeers(
  { localMembers: audience }: Hub,
  request: ListPeersRequest,
): Page<PeerDetails> {
  const details = [...audience.members(request.room)].flatMap(({ standing, identity }) => {
    if (standing.state !== "peer" && standing.state !== "away") return [];
    const { peerId, socketId, metadata } = standing.peer;
    const { joinedAtMs } = standing;
    return [{ peerId, socketId, metadata, joinedAtMs, subject: identity.subject }];
  });
  return pageOf(details, ({ peerId }) => peerId, request);
}
