import { isRecord } from "../base/is-record.ts";
import type { PeerInfo } from "../channel/signaling-channel.ts";

/**
 * A message between peers of a room that carries a join id, and may carry a signal. A join id (`visit` on the wire) names the
 * time from the join of a peer to its leave. A peer that joins again under the same peer id has a new join id, and
 * receives no messages for the old one.
 */
export interface JoinMessage {
  readonly visit: string;
  /** The join id of the receiver; absent if it is not known yet. */
  readonly to?: string;
  /** `hello`: the sender joined. `bye`: the sender leaves. Absent: the message carries a signal. */
  readonly say?: "hello" | "bye";
}

/** The own join id. It changes when the page enters the back/forward cache or is frozen. */
export interface OwnJoin {
  id: string;
}

/** Returns the information about this peer: a hello message for present peers, and metadata for later ones. */
export function peerInfoOf(ownJoin: OwnJoin): PeerInfo {
  return {
    get metadata() {
      return { visit: ownJoin.id };
    },
    get helloMessage() {
      return { visit: ownJoin.id, say: "hello" } satisfies JoinMessage;
    },
  };
}

/** Parses a message with a join id from the wire. Returns `undefined` if the content has another shape. */
export function joinMessageOf(content: unknown): JoinMessage | undefined {
  if (!isRecord(content) || typeof content["visit"] !== "string") return undefined;
  const { visit, to, say } = content;
  return {
    visit,
    ...(typeof to === "string" ? { to } : {}),
    ...(say === "hello" || say === "bye" ? { say } : {}),
  };
}
