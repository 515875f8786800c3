import { closeRoom } from "../../hub/close-room.ts";
import { kick } from "../../hub/kick.ts";
import { kickIdentity } from "../../hub/kick-identity.ts";
import { listPeers } from "../../hub/list-peers.ts";
import { listRooms } from "../../hub/list-rooms.ts";
import { notice } from "../../hub/notice.ts";
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
    perform(hub, request) {
      const { items, ...rest } = listRooms(hub, request);
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
    perform(hub, request) {
      const { items, ...rest } = listPeers(hub, request);
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
    perform: (hub, action) => ({ closed: closeRoom(hub, action) }),
  }),
  operation({
    id: "kickPeer",
    method: "delete",
    path: "/admin/rooms/{room}/peers/{peerId}",
    summary: "Removes one peer and disconnects it with the code kicked",
    input: place,
    answer: kicked,
    perform(hub, action) {
      kick(hub, action);
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
    perform: (hub, action) => ({ kicked: kickIdentity(hub, action) }),
  }),
  operation({
    id: "sendNotice",
    method: "post",
    path: "/admin/notices",
    summary: "Sends a notice for people to the peers of one room or of all rooms",
    input: noticeRequest,
    answer: told,
    perform: (hub, action) => ({ recipients: notice(hub, action) }),
  }),
];
