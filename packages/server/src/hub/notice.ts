import type { AdminAction } from "./admin-action.ts";
import type { Hub } from "./hub.ts";

export interface NoticeOrder extends AdminAction {
  /** Absent: every room. */
  readonly room?: string | undefined;
  readonly text: string;
}

/** Tells every peer of a room, or of all rooms, something, and returns how many were told. */
export function notice(hub: Hub, { room, text, actor: by }: NoticeOrder): number {
  const sessions = room === undefined ? hub.sessions : hub.localMembers.members(room);
  const peers = [...sessions].filter(({ standing }) => standing.state === "peer");
  for (const peer of peers) peer.notify({ text });
  hub.report({ type: "notice.sent", room, recipients: peers.length, by });
  return peers.length;
}
