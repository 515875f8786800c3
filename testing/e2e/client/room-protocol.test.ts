import type { Peer, SignalingError } from "simple-webrtc-signaling-client";
import { expect, onTestFinished, test, vi } from "vitest";
import { RTCPeerConnection } from "werift";
import { joinInNode, nextPeer, rtc } from "./node-peer.ts";
import { startSignaling } from "./signaling.ts";
import { type Content, StockPeer } from "./stock-peer.ts";

// The WebRTC implementation for Node.js needs seconds for keys and candidates on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const visits = expect.stringMatching(/^[\da-f]{32}$/);

test("[Q1] the client sends its join id to present peers and in its metadata", async () => {
  const url = await startSignaling();
  const early = await StockPeer.join(url, "early");
  await joinInNode({ url: url, peerId: "mia" });
  const hello = await early.next();
  expect(hello).toEqual({ from: "mia", target: "all", message: { visit: visits, say: "hello" } });
  const late = await StockPeer.join(url, "late");
  expect(late.present).toMatchObject([
    { peerId: "early", metadata: null },
    { peerId: "mia", metadata: { visit: hello.message.visit } },
  ]);
});

test("[Q2] [Q3] a hello is answered to its sender only, a hello with `to` is not answered, and one to another join id is ignored", async () => {
  const url = await startSignaling();
  const room = await joinInNode({ url: url, peerId: "aaron" });
  const zoe = await StockPeer.join(url, "zoe");
  const other = await StockPeer.join(url, "other");
  zoe.send("aaron", { visit: "first visit", to: "the visit of nobody", say: "hello" });
  zoe.send("aaron", { visit: "second visit", to: zoe.visitOf("aaron"), say: "hello" });
  zoe.send("all", { visit: "third visit", say: "hello" });
  const answer = await zoe.nextFrom("aaron");
  expect(answer).toEqual({ visit: zoe.visitOf("aaron"), to: "third visit", say: "hello" });
  expect(room.peers.map(({ id }) => id)).toEqual(["zoe"]);
  other.send("all", { visit: "of another", say: "hello" });
  expect(await other.nextFrom("aaron")).toMatchObject({ to: "of another", say: "hello" });
});

test("[Q3] [Q4] [Q8] a peer is found by its metadata, replaced by its new join, and removed by its bye", async () => {
  const url = await startSignaling();
  const zoe = await StockPeer.join(url, "zoe", { visit: "first visit" });
  const room = await joinInNode({ url: url, peerId: "aaron" });
  const first = await nextPeer(room);
  expect(first.id).toBe("zoe");
  const to = (await zoe.nextFrom("aaron")).visit;
  const left: Peer[] = [];
  room.on("leave", (peer) => left.push(peer));
  const found: Peer[] = [];
  room.on("peer", (peer) => found.push(peer));
  zoe.send("aaron", { visit: "first visit", to, wave: "of an application" } as Content);
  zoe.send("all", { visit: "of nobody", say: "bye" });
  zoe.send("all", { visit: "second visit", say: "hello" });
  await vi.waitFor(() => expect(left).toEqual([first]), { timeout: 30_000 });
  expect(first.state).toBe("closed");
  const second = found.at(-1);
  expect(second).not.toBe(first);
  zoe.send("all", { visit: "second visit", say: "bye" });
  await vi.waitFor(() => expect(left).toEqual([first, second]), { timeout: 30_000 });
});

test("[Q5] [Q6] the client with the greater id makes the first offer", async () => {
  const url = await startSignaling();
  const stock = await StockPeer.join(url, "aaron", { visit: "of aaron" });
  await joinInNode({ url: url, peerId: "zoe" });
  const candidate = await stock.nextFrom("zoe", "candidate");
  expect(candidate).toMatchObject({
    visit: stock.visitOf("zoe"),
    to: "of aaron",
    candidate: { candidate: expect.stringContaining("candidate:") },
  });
  const offer = await stock.nextFrom("zoe", "description");
  expect(offer).toMatchObject({
    visit: stock.visitOf("zoe"),
    to: "of aaron",
    description: { type: "offer", sdp: expect.stringContaining("m=application") },
  });
  expect(Object.keys(offer.description ?? {})).toEqual(["type", "sdp"]);
});

test("[Q5] [Q6] the client with the smaller id waits for an offer, and answers it", async () => {
  const url = await startSignaling();
  const stock = await StockPeer.join(url, "zoe", { visit: "of zoe" });
  const room = await joinInNode({ url: url, peerId: "aaron" });
  const to = (await stock.nextFrom("aaron")).visit;
  (await nextPeer(room)).createDataChannel("to be negotiated");
  const connection = new RTCPeerConnection(rtc);
  onTestFinished(() => connection.close());
  connection.createDataChannel("data", { negotiated: true, id: 0 });
  await connection.setLocalDescription();
  const { type, sdp } = connection.localDescription ?? {};
  stock.send("aaron", { visit: "of zoe", to, description: { type, sdp } } as Content);
  const answer = await stock.nextFrom("aaron", "description");
  expect(answer).toMatchObject({ visit: to, to: "of zoe", description: { type: "answer" } });
});

test("[Q8] the client sends bye to all peers when it leaves", async () => {
  const url = await startSignaling();
  const stock = await StockPeer.join(url, "stock");
  const room = await joinInNode({ url: url, peerId: "mia" });
  await room.leave();
  const [, bye] = [await stock.next(), await stock.next()];
  expect(bye).toEqual({ from: "mia", target: "all", message: { visit: visits, say: "bye" } });
});

/** A stock peer "zoe" with an open data channel to "aaron" of a room. */
async function connectToRoom(url: string) {
  const stock = await StockPeer.join(url, "zoe", { visit: "of zoe" });
  const room = await joinInNode({ url: url, peerId: "aaron" });
  const peer = await nextPeer(room);
  const to = (await stock.nextFrom("aaron")).visit as string;
  const connection = new RTCPeerConnection(rtc);
  onTestFinished(() => connection.close());
  const channel = connection.createDataChannel("data", { negotiated: true, id: 0 });
  const opened = new Promise((resolve) => channel.addEventListener("open", resolve));
  const say = (content: Content) => stock.send("aaron", { visit: "of zoe", to, ...content });
  await connection.setLocalDescription();
  const { type, sdp } = connection.localDescription as { type: "offer"; sdp: string };
  say({ description: { type, sdp } });
  const { description } = await stock.nextFrom("aaron", "description");
  await connection.setRemoteDescription(description as { type: "answer"; sdp: string });
  await opened;
  return { stock, room, peer, to, channel, say };
}

test("[Q12] [case K14] the client confirms when it has received all messages that the other peer sent", async () => {
  const { stock, peer, to, channel, say } = await connectToRoom(await startSignaling());
  const received: unknown[] = [];
  peer.on("data", (data) => received.push(data));
  channel.send("one");
  say({ sent: 2 });
  say({ sent: "many" } as unknown as Content);
  channel.send(Buffer.from("two"));
  const answer = await stock.nextFrom("aaron", "received");
  expect(answer).toEqual({ visit: to, to: "of zoe", received: 2 });
  expect(received).toEqual(["one", new Uint8Array(Buffer.from("two")).buffer]);
});

test("[Q12] [Q8] [case K14] the client asks for a receipt of all data, and then sends bye", async () => {
  const { stock, room, peer, to, channel, say } = await connectToRoom(await startSignaling());
  const arrived = new Promise((resolve) => channel.addEventListener("message", resolve));
  peer.send("last words");
  const left = room.leave({ flushMs: 60_000 });
  expect(await stock.nextFrom("aaron", "sent")).toEqual({ visit: to, to: "of zoe", sent: 1 });
  await arrived;
  expect([room.peers, room.state]).toEqual([[peer], "connected"]);
  say({ received: 1 });
  expect(await stock.nextFrom("aaron", "say")).toEqual({ visit: to, say: "bye" });
  await left;
});

test("[Q9] an offer without a join id is reported once per peer, under any property name", async () => {
  const url = await startSignaling();
  const room = await joinInNode({ url: url, peerId: "mia" });
  const errors: SignalingError[] = [];
  room.on("error", ({ error }) => errors.push(error));
  const offer = { type: "offer", sdp: "v=0" };
  const shapes = [offer, { description: offer }, { signal: offer }];
  for (const [index, shape] of shapes.entries()) {
    const stock = await StockPeer.join(url, `stock-${index}`);
    stock.send("mia", { hello: "of an application" } as Content);
    stock.send("mia", shape as Content);
    stock.send("mia", shape as Content);
    stock.send("all", { visit: "a visit", say: "hello" });
    // The message after the offers is answered, so the offers were processed.
    await stock.nextFrom("mia");
  }
  const reasons = errors.map(({ code, reason }) => `${code}: ${reason}`);
  expect(reasons).toEqual(
    shapes.map((_, index) => expect.stringMatching(`^bad-message: "stock-${index}" .*Q1`)),
  );
});
