import type { ConnectionStatus } from "../../hub/peer-status.ts";
import { type Operation, operation } from "./operation.ts";
import {
  banned,
  banPage,
  banRequest,
  closed,
  draining,
  identityName,
  kicked,
  kickRequest,
  lifted,
  liftRequest,
  nodeName,
  nodePage,
  noticeRequest,
  pageRequest,
  peerPage,
  peerStatus,
  place,
  roomName,
  roomPage,
  told,
} from "./schemas.ts";

const isoOf = (milliseconds: number) => new Date(milliseconds).toISOString();

const optionalIsoOf = (milliseconds: number | undefined) =>
  milliseconds === undefined ? undefined : isoOf(milliseconds);

/** All operations of the administration API. */
export const operations: readonly Operation[] = [
  operation({
    id: "listNodes",
    method: "get",
    path: "/admin/nodes",
    summary: "Lists the servers of the cluster, sorted by id",
    input: pageRequest,
    answer: nodePage,
    async perform(hub, request) {
      const { items, ...rest } = await hub.listNodes(request);
      return { nodes: [...items], ...rest };
    },
  }),
  operation({
    id: "drainNode",
    method: "delete",
    path: "/admin/nodes/{node}",
    summary: "Drains a server: its clients reconnect to the others, and its process ends",
    input: nodeName,
    answer: draining,
    perform: async (hub, action) => ({ sockets: await hub.drainNode(action) }),
  }),
  operation({
    id: "listRooms",
    method: "get",
    path: "/admin/rooms",
    summary: "Lists the rooms that have peers, sorted by name",
    input: pageRequest,
    answer: roomPage,
    async perform(hub, request) {
      const { items, ...rest } = await hub.listRooms(request);
      return { rooms: [...items], ...rest };
    },
  }),
  operation({
    id: "listPeers",
    method: "get",
    path: "/admin/rooms/{room}/peers",
    summary: "Lists the peers of a room, sorted by id",
    input: pageRequest.extend(roomName.shape),
    answer: peerPage,
    async perform(hub, request) {
      const { items, ...rest } = await hub.listPeers(request);
      const peers = items.map(({ joinedAtMs, ...peer }) => {
        return { ...peer, joinedAt: isoOf(joinedAtMs) };
      });
      return { peers, ...rest };
    },
  }),
  operation({
    id: "getPeer",
    method: "get",
    path: "/admin/rooms/{room}/peers/{peerId}",
    summary: "Returns a peer with its connection, its session and its limits",
    input: place,
    answer: peerStatus,
    async perform(hub, request) {
      const status = await hub.peerStatus(request);
      const { joinedAtMs, awayUntilMs, connection, ...peer } = status;
      return {
        ...peer,
        joinedAt: isoOf(joinedAtMs),
        state: awayUntilMs === undefined ? "connected" : "away",
        awayUntil: optionalIsoOf(awayUntilMs),
        connection: connection && connectionOf(connection),
      } as const;
    },
  }),
  operation({
    id: "closeRoom",
    method: "delete",
    path: "/admin/rooms/{room}",
    summary: "Removes all peers from a room and disconnects them with the code room-closed",
    input: roomName,
    answer: closed,
    perform: async (hub, action) => ({ closed: await hub.closeRoom(action) }),
  }),
  operation({
    id: "kickPeer",
    method: "delete",
    path: "/admin/rooms/{room}/peers/{peerId}",
    summary: "Removes one peer and disconnects it with the code kicked, and may ban its identity",
    input: kickRequest,
    answer: kicked,
    async perform(hub, action) {
      await hub.kick(action);
      return { kicked: 1 };
    },
  }),
  operation({
    id: "kickIdentity",
    method: "delete",
    path: "/admin/identities/{subject}",
    summary: "Disconnects all sockets of an identity, in every room, with the code kicked",
    input: identityName,
    answer: kicked,
    perform: async (hub, action) => ({ kicked: await hub.kickIdentity(action) }),
  }),
  operation({
    id: "listBans",
    method: "get",
    path: "/admin/bans",
    summary: "Lists the bans in effect, sorted by kind and value",
    input: pageRequest,
    answer: banPage,
    async perform(hub, request) {
      const { items, ...rest } = await hub.listBans(request);
      const bans = items.map(({ kind, value, untilMs, actor }) => {
        return { kind, value, until: isoOf(untilMs), actor };
      });
      return { bans, ...rest };
    },
  }),
  operation({
    id: "ban",
    method: "post",
    path: "/admin/bans",
    summary: "Bans an identity, an address or a token, and disconnects its sockets",
    input: banRequest,
    answer: banned,
    async perform(hub, action) {
      const { kicked, untilMs } = await hub.ban(action);
      return { kicked, until: isoOf(untilMs) };
    },
  }),
  operation({
    id: "liftBan",
    method: "delete",
    path: "/admin/bans/{kind}/{value}",
    summary: "Lifts a ban",
    input: liftRequest,
    answer: lifted,
    async perform(hub, action) {
      await hub.liftBan(action);
      return { lifted: 1 };
    },
  }),
  operation({
    id: "sendNotice",
    method: "post",
    path: "/admin/notices",
    summary: "Sends a notice for people to the peers of one room or of all rooms",
    input: noticeRequest,
    answer: told,
    perform: async (hub, action) => ({ recipients: await hub.notice(action) }),
  }),
];

function connectionOf({ openedAtMs, expiresAtMs, limits, ...connection }: ConnectionStatus) {
  return {
    ...connection,
    openedAt: isoOf(openedAtMs),
    expiresAt: optionalIsoOf(expiresAtMs),
    limits: [...limits],
  };
}
