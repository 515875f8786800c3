import type { Peer, Room } from "simple-webrtc-signaling-client";
import { expect, test } from "vitest";
import { retried } from "../../kit/werift.ts";
import { joinInNode } from "./node-peer.ts";
import { startSignaling } from "./signaling.ts";

const idsOf = ({ peers }: Room) => peers.map(({ id }) => id).sort();

/** Calls back with the text of each message that a room receives. */
function onText(room: Room, receive: (text: string) => void): void {
  room.on("peer", (peer) =>
    peer.on("data", (data) => receive(`${peer.id} to ${room.peerId}: ${data}`)),
  );
}

test("[Q13] 8 peers form a star around a host, whichever peer joins first", retried, async () => {
  const url = await startSignaling();
  const leaves = Array.from({ length: 7 }, (_, index) => `leaf-${String(index).padStart(2, "0")}`);
  const received = new Set<string>();
  const join = async (peerId: string) => {
    const connectTo = (other: string) => peerId === "host" || other === "host";
    const room = await joinInNode({ url, peerId, connectTo });
    onText(room, (text) => received.add(text));
    room.on("peer", (peer) => peer.send("hello"));
    return room;
  };
  // Some join before the host, and the others after it.
  const early = await Promise.all(leaves.slice(0, 3).map(join));
  const host = await join("host");
  const late = await Promise.all(leaves.slice(3).map(join));
  const expected = leaves.flatMap((id) => [`${id} to host: hello`, `host to ${id}: hello`]);
  await expect.poll(() => [...received].sort()).toEqual(expected.sort());
  expect(idsOf(host)).toEqual(leaves);
  for (const leaf of [...early, ...late]) expect(idsOf(leaf)).toEqual(["host"]);
});

test(
  "[Q16] 5 peers form a star around the oldest one, and around the next one after it left",
  retried,
  async () => {
    const url = await startSignaling();
    const received = new Set<string>();
    const rooms: Room[] = [];
    // The ids do not decide.
    for (const peerId of ["zoe", "bob", "ada", "dan", "cleo"]) {
      const room = await joinInNode({ url, peerId, connectTo: "host" });
      onText(room, (text) => received.add(text));
      room.on("peer", (peer) => peer.send("hello"));
      rooms.push(room);
    }
    const expectStar = async () => {
      const [host, ...leaves] = rooms.map(({ peerId }) => peerId);
      const expected = leaves.flatMap((id) => [
        `${id} to ${host}: hello`,
        `${host} to ${id}: hello`,
      ]);
      await expect.poll(() => [...received].sort()).toEqual(expected.sort());
      expect(rooms.map((room) => room.host)).toEqual(rooms.map(() => host));
      expect(rooms.map(idsOf)).toEqual([leaves.sort(), ...leaves.map(() => [host])]);
    };
    await expectStar();
    received.clear();
    await rooms.shift()?.leave();
    await expectStar();
  },
);

test("[Q13] a peer with `none` has no connection", async () => {
  const url = await startSignaling();
  const ada = await joinInNode({ url, peerId: "ada", connectTo: "none" });
  const bob = await joinInNode({ url, peerId: "bob" });
  const peer = await new Promise<Peer>((resolve) => bob.on("peer", resolve));
  await expect
    .poll(async () => (await peer.diagnose()).map(({ cause }) => cause))
    .toEqual(["no-answer"]);
  expect([idsOf(ada), ada.host]).toEqual([[], undefined]);
});

test("[Q13] a peer ignores the offers of a peer that it does not want", async () => {
  const url = await startSignaling();
  const ada = await joinInNode({ url, peerId: "ada", connectTo: (other) => other === "cleo" });
  const bob = await joinInNode({ url, peerId: "bob" });
  const cleo = await joinInNode({ url, peerId: "cleo" });
  const received = new Set<string>();
  for (const room of [ada, bob, cleo]) onText(room, (text) => received.add(text));
  cleo.on("peer", (peer) => peer.send("hello"));
  await expect
    .poll(() => [...received].sort())
    .toEqual(["cleo to ada: hello", "cleo to bob: hello"]);
  expect([idsOf(ada), idsOf(bob)]).toEqual([["cleo"], ["ada", "cleo"]]);
  const [toAda] = bob.peers;
  expect((await toAda?.diagnose())?.map(({ cause }) => cause)).toEqual(["no-answer"]);
});
