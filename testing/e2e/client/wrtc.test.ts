import wrtc from "@roamhq/wrtc";
import {
  type ConnectionConstructor,
  joinRoom,
  type Peer,
  type Room,
} from "simple-webrtc-signaling-client";
import { expect, onTestFinished, test } from "vitest";
import { useBrowser } from "./browsers.ts";
import { expectNoErrors, join } from "./conversation.ts";
import { nextPeer } from "./node-peer.ts";
import { startSignaling } from "./signaling.ts";

const open = useBrowser("chromium");

test("[case K17] two peers on @roamhq/wrtc exchange data, negotiate colliding offers of tracks, and report leaves", async () => {
  const url = await startSignaling();
  const rooms = [await joinWith(url, "ada"), await joinWith(url, "bob")] as const;
  const errors: unknown[] = [];
  const steps: string[] = [];
  for (const room of rooms) {
    room.on("error", ({ error }) => errors.push(error));
    room.on("step", ({ step }) => steps.push(step.type));
  }
  const [ada, bob] = await Promise.all(rooms.map(nextPeer));
  if (!ada || !bob) throw new Error("they have not met");
  await expectTalk(ada, bob);

  // Offers of the same moment nearly always collide, but not on every machine.
  for (let times = 0; times < 10 && !steps.includes("rolled-back"); times += 1) {
    await addTracks([ada, bob]);
  }
  expect(steps).toContain("rolled-back");

  const left = new Promise((resolve) => rooms[1].on("leave", resolve));
  await rooms[0].leave();
  expect(await left).toBe(bob);
  expect(errors).toEqual([]);
});

/** Both peers add a track at the same moment. Resolves when both tracks have arrived and nothing is being negotiated. */
async function addTracks(peers: readonly Peer[]): Promise<void> {
  const arrived = peers.map((peer) => new Promise((resolve) => peer.once("track", resolve)));
  for (const peer of peers) peer.addTrack(new wrtc.nonstandard.RTCVideoSource().createTrack());
  await Promise.all(arrived);
  await expect
    .poll(() => peers.map(({ connection }) => connection.signalingState))
    .toEqual(["stable", "stable"]);
}

// The order of the two ids decides which side is polite, and therefore which side offers first.
test.each(["aaron", "zoe"])(
  "[case K17] a page exchanges data with %s on @roamhq/wrtc",
  async (nodeId) => {
    const server = await startSignaling();
    const page = await join(await open(), { server, id: "maya" });
    const room = await joinWith(server, nodeId);
    const peer = await nextPeer(room);
    const received = new Promise((resolve) => peer.on("data", resolve));
    peer.send("from Node");
    await page.page.waitForFunction((id) => tab.met[id]?.texts.includes("from Node"), nodeId);
    await page.page.evaluate((id) => tab.peer(id).send("from the page"), nodeId);
    expect(await received).toBe("from the page");
    await room.leave();
    await page.page.waitForFunction((id) => tab.left.includes(id), nodeId);
    await expectNoErrors(page);
  },
);

test("[case K17] an implementation that lacks required members is rejected, and the error names them", async () => {
  class Incomplete extends EventTarget {
    close() {}
    createDataChannel() {}
  }
  const joining = joinWith(await startSignaling(), "ada", Incomplete);
  await expect(joining).rejects.toMatchObject({
    code: "bad-message",
    reason: expect.stringContaining("lacks addIceCandidate, connectionState, getTransceivers,"),
  });
});

test("[case N10] an implementation that cannot be created is rejected with its error", async () => {
  class Broken {
    constructor() {
      throw new Error("no native module");
    }
  }
  const joining = joinWith(await startSignaling(), "ada", Broken);
  await expect(joining).rejects.toMatchObject({
    code: "bad-message",
    reason: "the `RTCPeerConnection` cannot be created: no native module",
    cause: new Error("no native module"),
  });
});

async function joinWith(
  url: string,
  peerId: string,
  implementation: unknown = wrtc.RTCPeerConnection,
): Promise<Room> {
  const RTCPeerConnection = implementation as ConnectionConstructor;
  const room = await joinRoom({ url, peerId, RTCPeerConnection });
  onTestFinished(() => room.leave());
  return room;
}

async function expectTalk(...peers: readonly Peer[]): Promise<void> {
  const received = peers.map((peer) => new Promise((resolve) => peer.on("data", resolve)));
  for (const peer of peers) peer.send("Hello!");
  expect(await Promise.all(received)).toEqual(["Hello!", "Hello!"]);
}
