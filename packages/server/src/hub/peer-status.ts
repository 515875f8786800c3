import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Topic } from "../cluster/bus.ts";
import type { Peer } from "../cluster/directory.ts";
import type { LimitLevel } from "../limits/budget.ts";
import type { GatewayName } from "../telemetry/gateway-name.ts";
import type { PeerDetails } from "./list-peers.ts";
import type { HubState } from "./state.ts";

/** A peer with its connection, its session and its limits. It contains no token and no secret. */
export interface PeerStatus extends PeerDetails {
  readonly room: string;
  /** The node with the connection of the peer. */
  readonly node: string;
  /** `undefined`: the peer has no resumable session. */
  readonly sessionId: string | undefined;
  /** The end of the grace period, in milliseconds since 1970; `undefined`: the peer is connected. */
  readonly awayUntilMs: number | undefined;
  /** `undefined`: the connection is lost, or is just moving to another node. */
  readonly connection: ConnectionStatus | undefined;
}

/** The connection of a peer. */
export interface ConnectionStatus {
  readonly gateway: GatewayName;
  /** The key of the client's address in the limits and the bans; of an IPv6 address, its network of 64 bits. */
  readonly address: string;
  /** The times are in milliseconds since 1970. */
  readonly openedAtMs: number;
  /** `undefined`: the credentials do not expire. */
  readonly expiresAtMs: number | undefined;
  readonly limits: readonly LimitLevel[];
}

export interface PeerRequest {
  readonly room: string;
  readonly peerId: string;
}

type Question = Pick<Peer, "room" | "peerId" | "sessionId">;

const connectionTopic: Topic<Question, ConnectionStatus | null> = { name: "connection-status" };

/** Returns the status of a peer, on any node. Refuses with `peer-not-found`. */
export async function peerStatus(
  hub: HubState,
  { room, peerId }: PeerRequest,
): Promise<PeerStatus> {
  const entries = await hub.node.directory.list(room);
  const entry = entries.find(({ peer }) => peer.peerId === peerId);
  if (!entry) {
    throw new SignalingError(
      "peer-not-found",
      `peer ${JSON.stringify(peerId)} is not in room ${JSON.stringify(room)}`,
    );
  }
  const { peer, node, subject, joinedAtMs, state, awayUntilMs } = entry;
  const { sessionId, socketId, metadata } = peer;
  const isAway = state === "away";
  const question = { room, peerId, sessionId };
  const connection = isAway ? null : await connectionOn(hub, node, question);
  return {
    room,
    peerId,
    socketId,
    subject,
    metadata,
    joinedAtMs,
    node,
    sessionId: state === "plain" ? undefined : sessionId,
    awayUntilMs: isAway ? awayUntilMs : undefined,
    connection: connection ?? undefined,
  };
}

/** Lets other nodes ask for the connections of this node. */
export function servePeerStatus(hub: HubState): void {
  hub.node.bus.serve(connectionTopic, ({ question }) => connectionHere(hub, question));
}

async function connectionOn(
  hub: HubState,
  node: string,
  question: Question,
): Promise<ConnectionStatus | null> {
  if (node === hub.node.id) return connectionHere(hub, question);
  return hub.node.bus.ask(node, connectionTopic, question);
}

function connectionHere({ local }: HubState, question: Question): ConnectionStatus | null {
  const session = local.of(question);
  if (session?.gateway === undefined || session.address === undefined) return null;
  const { gateway, address, order, identity, connection } = session;
  const { openedAtMs } = order;
  const { expiresAtMs } = identity;
  return { gateway, address, openedAtMs, expiresAtMs, limits: connection.limits() };
}
