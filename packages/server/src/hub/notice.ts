import type { Topic } from "../cluster/bus.ts";
import type { AdminAction } from "./admin-action.ts";
import { askAllOrNone, sum } from "./ask-all.ts";
import type { HubState } from "./state.ts";

export interface NoticeAction extends AdminAction {
  /** Absent: all rooms. */
  readonly room?: string | undefined;
  readonly text: string;
}

const noticeTopic: Topic<NoticeAction, number> = { name: "notice" };

/** Sends a notice to the peers of a room, or of all rooms, on all nodes, and returns the number of receivers. */
export async function notice(hub: HubState, action: NoticeAction): Promise<number> {
  const recipients = sum(await askAllOrNone(hub, noticeTopic, action, noticeHere));
  hub.report({ type: "notice.sent", room: action.room, recipients, actor: action.actor });
  return recipients;
}

/** Lets other nodes send notices to the peers of this node. */
export function serveNotices(hub: HubState): void {
  hub.node.bus.serve(noticeTopic, ({ question }) => noticeHere(hub, question));
}

function noticeHere({ local }: HubState, { room, text }: NoticeAction): number {
  const sessions = room === undefined ? local.all() : local.members.members(room);
  const peers = [...sessions].filter(({ state }) => state.kind === "peer");
  const event = { type: "notice", notice: { text } } as const;
  for (const peer of peers) peer.connection.send(event);
  return peers.length;
}
