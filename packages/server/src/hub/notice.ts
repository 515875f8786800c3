import type { AdminAction } from "./admin-action.ts";
import type { HubState } from "./state.ts";

export interface NoticeAction extends AdminAction {
  /** Absent: all rooms. */
  readonly room?: string | undefined;
  readonly text: string;
}

/** Sends a notice to the peers of a room, or of all rooms, and returns the number of receivers. */
export function notice(hub: HubState, { room, text, actor }: NoticeAction): number {
  const sessions = room === undefined ? hub.sessions : hub.localMembers.members(room);
  const peers = [...sessions].filter(({ state }) => state.kind === "peer");
  const event = { type: "notice", notice: { text } } as const;
  for (const peer of peers) peer.connection.send(event);
  hub.report({ type: "notice.sent", room, recipients: peers.length, actor });
  return peers.length;
}
