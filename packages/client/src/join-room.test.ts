import { expect, onTestFinished, test } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { channelPair } from "./channel/testing.ts";
import { joinRoom } from "./join-room.ts";
import type { Room } from "./room/room.ts";
import type { ConnectionConstructor } from "./webrtc/connections.ts";
import type { Peer } from "./webrtc/peer.ts";

const options = {
  rtc: { iceServers: [], iceAdditionalHostAddresses: ["127.0.0.1"] } as RTCConfiguration,
  RTCPeerConnection: NodeConnection as unknown as ConnectionConstructor,
};

const firstPeer = (room: Room) => new Promise<Peer>((resolve) => room.on("peer", resolve));
const nextData = (peer: Peer) => new Promise((resolve) => peer.on("data", resolve));

async function roomPair(): Promise<readonly [Room, Room]> {
  const [one, two] = channelPair(["ada", "bob"]);
  const rooms = await Promise.all([
    joinRoom({ channel: one, ...options }),
    joinRoom({ channel: two, ...options }),
  ]);
  onTestFinished(async () => {
    await Promise.all(rooms.map((room) => room.leave()));
  });
  return rooms;
}

test("two peers of a room connect, and early data is queued", async () => {
  const [ada, bob] = await roomPair();
  const [toBob, toAda] = await Promise.all([firstPeer(ada), firstPeer(bob)]);
  const received = Promise.all([nextData(toBob), nextData(toAda)]);
  toBob.send("from ada");
  toAda.send("from bob");
  expect(await received).toEqual(["from bob", "from ada"]);
  expect([toBob.id, toAda.id]).toEqual(["bob", "ada"]);
});

test("a leave is reported, and closes the connection", async () => {
  const [ada, bob] = await roomPair();
  const [toBob] = await Promise.all([firstPeer(ada), firstPeer(bob)]);
  const left = new Promise<Peer>((resolve) => ada.on("leave", resolve));
  await bob.leave();
  expect(await left).toBe(toBob);
  expect(ada.peers).toEqual([]);
  expect(toBob.connection.signalingState).toBe("closed");
});

test("the connection to the first peer is created during the join, and closed if nobody comes", async () => {
  const made: NodeConnection[] = [];
  class Counted extends NodeConnection {
    constructor(configuration?: object) {
      super(configuration);
      made.push(this);
    }
  }
  const counted = { ...options, RTCPeerConnection: Counted as unknown as ConnectionConstructor };
  const [one, two] = channelPair(["ada", "bob"]);
  const [other] = channelPair();
  for (const channel of [one, other]) {
    const connect = channel.connect.bind(channel);
    channel.connect = async (info) => {
      // The first one is the check of the implementation.
      await expect.poll(() => made.length % 2, { interval: 1 }).toBe(0);
      await connect(info);
    };
  }
  const ada = await joinRoom({ channel: one, ...counted });
  const bob = await joinRoom({ channel: two, ...options });
  await bob.leave();
  const alone = await joinRoom({ channel: other, ...counted });
  await Promise.all([ada.leave(), alone.leave()]);
  expect(made.map(({ signalingState }) => signalingState)).toEqual(Array(4).fill("closed"));
});
