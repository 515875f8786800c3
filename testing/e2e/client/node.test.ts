import type { Peer } from "simple-webrtc-signaling-client";
import { expect, test } from "vitest";
import { useBrowser } from "./browsers.ts";
import { expectNoErrors, join } from "./conversation.ts";
import { joinInNode } from "./node-peer.ts";
import { startSignaling } from "./signaling.ts";

const open = useBrowser("chromium");

// Which of the two ids is smaller decides who is polite, and so who offers first.
test.each(["aaron", "zoe"])(
  "a page exchanges data with the client in Node.js on %s",
  async (nodeId) => {
    const server = await startSignaling();
    const page = await join(await open(), { server, id: "maya" });
    const room = await joinInNode({ url: server, peerId: nodeId });
    const peer = await new Promise<Peer>((resolve) => {
      room.on("peer", (met) => {
        met.connection.addTransceiver("video", { direction: "sendonly" });
        resolve(met);
      });
    });
    const received = new Promise((resolve) => peer.on("data", resolve));

    peer.send("from Node");
    await page.page.waitForFunction((id) => tab.met[id]?.texts.includes("from Node"), nodeId);
    await page.page.evaluate((id) => tab.peer(id).send("from the page"), nodeId);
    expect(await received).toBe("from the page");

    await page.page.waitForFunction((id) => {
      const transceivers = tab.peer(id).connection.getTransceivers();
      return transceivers.some(({ currentDirection }) => currentDirection === "recvonly");
    }, nodeId);

    const more = new Promise((resolve) => {
      peer.on("channel", (channel) => {
        channel.onmessage = ({ data }) => resolve(data);
      });
    });
    await page.page.evaluate((id) => {
      const channel = tab.peer(id).createDataChannel("more");
      channel.onopen = () => channel.send("more from the page");
    }, nodeId);
    expect(await more).toBe("more from the page");

    await room.leave();
    await page.page.waitForFunction((id) => tab.left.includes(id), nodeId);
    await expectNoErrors(page);
  },
);
