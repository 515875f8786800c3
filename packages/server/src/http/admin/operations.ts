import { type Operation, operation } from "./operation.ts";
import {
  closed,
  identityName,
  kicked,
  noticeRequest,
  pageRequest,
  peerPage,
  place,
  roomName,
  roomPage,
  told,
} from "./schemas.ts";

/** All operations of the administration API. */
export const operations: readonly Operation[] = [
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
        return { ...peer, joinedAt: new Date(joinedAtMs).toISOString() };
      });
      return { peers, ...rest };
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
    summary: "Removes one peer and disconnects it with the code kicked",
    input: place,
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
    id: "sendNotice",
    method: "post",
    path: "/admin/notices",
    summary: "Sends a notice for people to the peers of one room or of all rooms",
    input: noticeRequest,
    answer: told,
    perform: async (hub, action) => ({ recipients: await hub.notice(action) }),
  }),
];
