import { type Page, type PageRequest, pageOf } from "../cluster/page.ts";
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
export async function listPeers(
  { node }: HubState,
  request: ListPeersRequest,
): Promise<Page<PeerDetails>> {
  const entries = await node.directory.list(request.room);
  const details = entries.map(({ peer, subject, joinedAtMs }) => {
    const { peerId, socketId, metadata } = peer;
    return { peerId, socketId, metadata, joinedAtMs, subject };
  });
  return pageOf(details, ({ peerId }) => peerId, request);
}
