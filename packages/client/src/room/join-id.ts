import { isRecord } from "../base/is-record.ts";

/**
 * A message between peers of a room that carries a join id, and may carry a signal. A join id (`visit` on the wire) names the
 * time from the join of a peer to its leave. A peer that joins again under the same peer id has a new join id, and
 * receives no messages for the old one.
 */
export interface JoinMessage {
  readonly visit: string;
  /** The join id of the receiver; absent if it is not known yet. */
  readonly to: string | undefined;
  /** `hello`: the sender joined. `bye`: the sender leaves. Otherwise the message carries a signal. */
  readonly say: unknown;
}

/** The own join id, which the channel publishes. It changes when the page enters the back/forward cache or is frozen. */
export interface OwnJoin {
  joinId: string;
}

/** Parses a message with a join id from the wire. Returns `undefined` if the content has another shape. */
export function joinMessageOf(content: unknown): JoinMessage | undefined {
  const { visit, to, say } = isRecord(content) ? content : {};
  if (typeof visit !== "string") return undefined;
  return { visit, to: typeof to === "string" ? to : undefined, say };
}
