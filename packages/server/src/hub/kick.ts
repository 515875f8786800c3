import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Topic } from "../cluster/bus.ts";
import type { Entry, Peer } from "../cluster/directory.ts";
import type { AdminAction } from "./admin-action.ts";
import { askAll, sum } from "./ask-all.ts";
import { ban } from "./ban.ts";
import { kickSession, kickSessions } from "./kick-session.ts";
import type { HubState } from "./state.ts";

export interface KickAction extends AdminAction {
  readonly room: string;
  readonly peerId: string;
  /** The duration of a ban of the peer's identity; absent: no ban. */
  readonly banSeconds?: number | undefined;
}

export interface KickIdentityAction extends AdminAction {
  readonly subject: string;
}

interface KickSession extends AdminAction, Pick<Peer, "room" | "peerId" | "sessionId"> {}

const kickTopic: Topic<KickSession, boolean> = { name: "kick" };
const kickIdentityTopic: Topic<KickIdentityAction, number> = { name: "kick-identity" };

/**
 * Ends the session of one peer, on its node, after the ban of its identity if that is requested. Refuses with
 * `peer-not-found`, and with `bad-message` to ban a peer without an identity.
 */
export async function kick(hub: HubState, action: KickAction): Promise<void> {
  const { room, peerId, actor, banSeconds: seconds } = action;
  const entry = await find(hub, room, peerId);
  if (entry && seconds !== undefined) {
    await ban(hub, { kind: "identity", value: identityOf(entry), seconds, actor });
    return;
  }
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

function identityOf({ subject, peer }: Entry): string {
  if (subject !== undefined) return subject;
  throw new SignalingError(
    "bad-message",
    `peer ${JSON.stringify(peer.peerId)} has no identity to ban; ban its address, or kick it only`,
  );
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

function kickIdentityHere(hub: HubState, action: KickIdentityAction): Promise<number> {
  return kickSessions(hub, ({ identity }) => identity.subject === action.subject, action);
}
