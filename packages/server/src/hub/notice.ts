import type { AdminAction } from "./admin-action.ts";
import type { Hub } from "./hub.ts";

export interface NoticeAction extends AdminAction {
  /** Absent: all rooms. */
  readonly room?: string | undefined;
  readonly text: string;
}

/** Sends a notice to the peers of a room, or of all rooms, and returns the number of receivers. */
export function notice(hub: Hub, { room, text, actor: by }: NoticeAction): number {
  const sessions = room === undefined ? hub.sessions : hub.localMembers.members(room);
  const peers = [...sessions].filter(({ standing }) => standing.state === "peer");
  for (const peer of peers) peer.notify({ text });
  hub.report({ type: "notice.sent", room, recipients: peers.length, by });
  return peers.length;
}
