import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Topic } from "../cluster/bus.ts";
import type { Entry, Peer } from "../cluster/directory.ts";
import type { AdminAction } from "./admin-action.ts";
import { askAll, sum } from "./ask-all.ts";
import { evict } from "./leave.ts";
import { presentPeerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

export interface KickAction extends AdminAction {
  readonly room: string;
  readonly peerId: string;
}

export interface KickIdentityAction extends AdminAction {
  readonly subject: string;
}

interface KickSession extends AdminAction, Pick<Peer, "room" | "peerId" | "sessionId"> {}

const kickTopic: Topic<KickSession, boolean> = { name: "kick" };
const kickIdentityTopic: Topic<KickIdentityAction, number> = { name: "kick-identity" };

/** Ends the session of one peer, on its node. Refuses with `peer-not-found`. */
export async function kick(hub: HubState, { room, peerId, actor }: KickAction): Promise<void> {
  const entry = await find(hub, room, peerId);
  const isKicked =
    entry &&
    (await kickOn(hub, entry.node, { room, peerId, sessionId: entry.peer.sessionId, actor }));
  if (isKicked) return;
  throw new SignalingError(
    "peer-not-found",
    `peer ${JSON.stringify(peerId)} is not in room ${JSON.stringify(room)}`,
  );
}

/** Ends all sessions of an identity on all nodes, including visitors, and returns their number. Refuses with `peer-not-found`. */
export async function kickIdentity(hub: HubState, action: KickIdentityAction): Promise<number> {
  const counts = await askAll(hub, kickIdentityTopic, action, kickIdentityHere);
  const sessions = sum(counts);
  if (sessions > 0) return sessions;
  throw new SignalingError(
    "peer-not-found",
    `identity ${JSON.stringify(action.subject)} is not connected`,
  );
}

/** Lets other nodes end sessions of this node. */
export function serveKicks(hub: HubState): void {
  hub.node.bus.serve(kickTopic, ({ question }) => kickHere(hub, question));
  hub.node.bus.serve(kickIdentityTopic, ({ question }) => kickIdentityHere(hub, question));
}

async function find({ node }: HubState, room: string, peerId: string): Promise<Entry | undefined> {
  const entries = await node.directory.list(room);
  return entries.find(({ peer }) => peer.peerId === peerId);
}

async function kickOn(hub: HubState, node: string, question: KickSession): Promise<boolean> {
  if (node === hub.node.id) return kickHere(hub, question);
  return hub.node.bus.ask(node, kickTopic, question);
}

async function kickHere(hub: HubState, question: KickSession): Promise<boolean> {
  const session = hub.local.of(question);
  if (session) await kickSession(hub, session, question);
  return session !== undefined;
}

async function kickIdentityHere(hub: HubState, action: KickIdentityAction): Promise<number> {
  const { subject } = action;
  const sessions = [...hub.local.all()].filter(({ identity }) => identity.subject === subject);
  await Promise.all(sessions.map((session) => kickSession(hub, session, action)));
  return sessions.length;
}

function kickSession(hub: HubState, session: Session, { actor }: AdminAction): Promise<void> {
  const { socketId, identity } = session;
  const { peerId, room } = presentPeerOf(session) ?? {};
  const { subject } = identity;
  const left = evict(hub, session, "kicked");
  hub.report({ type: "peer.kicked", socketId, subject, peerId, room, actor });
  return left;
}
