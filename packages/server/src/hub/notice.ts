import type { Hub } from "./hub.ts";
import type { Order } from "./order.ts";

export interface NoticeOrder extends Order {
  /** Absent: every room. */
  readonly room?: string | undefined;
  readonly text: string;
}

/** Tells every peer of a room, or of all rooms, something, and returns how many were told. */
export function notice(hub: Hub, { room, text, by }: NoticeOrder): number {
  const sessions = room === undefined ? hub.sessions : hub.audience.members(room);
  const peers = [...sessions].filter(({ standing }) => standing.state === "peer");
  for (const peer of peers) peer.notify({ text });
  hub.report({ type: "notice.sent", room, recipients: peers.length, by });
  return peers.length;
}
