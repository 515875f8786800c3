import {
  type ConnectionConstructor,
  type JoinRoomOptions,
  joinRoom,
  type Peer,
  type Room,
} from "simple-webrtc-signaling-client";
import { onTestFinished } from "vitest";
import { RTCPeerConnection } from "werift";

/** The routes of werift in tests: no server, and the loopback address. */
export const rtc = { iceServers: [], iceAdditionalHostAddresses: ["127.0.0.1"] };

/** The server, and the id of the peer. */
export interface NodeJoin {
  readonly url: string;
  readonly peerId: string;
  readonly token?: string;
  readonly connectTo?: JoinRoomOptions["connectTo"];
}

/** Joins a room in this process, on werift. The room is left when the test ends. */
export async function joinInNode(options: NodeJoin): Promise<Room> {
  const room = await joinRoom({
    ...options,
    RTCPeerConnection: RTCPeerConnection as unknown as ConnectionConstructor,
    rtc: rtc as RTCConfiguration,
  });
  onTestFinished(() => room.leave());
  return room;
}

/** Resolves with the next peer that the room reports. */
export function nextPeer(room: Room): Promise<Peer> {
  return new Promise((resolve) => room.on("peer", resolve));
}

/** Some connections that failed on one side open all the same. */
const patienceMs = 10_000;

/** Rejects some time after a connection failed, so that the test is repeated before its time limit. */
export function failureOf({ connection }: Pick<Peer, "connection">): Promise<never> {
  return new Promise((_, reject) => {
    connection.addEventListener("connectionstatechange", () => {
      if (connection.connectionState !== "failed") return;
      setTimeout(() => reject(new Error("the connection failed")), patienceMs);
    });
  });
}
