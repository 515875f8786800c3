import type { Peer, SignalingError } from "simple-webrtc-signaling-client";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { RTCPeerConnection } from "werift";
import { retried } from "../../kit/werift.ts";
import { failureOf, joinInNode, nextPeer, rtc } from "./node-peer.ts";
import { startSignaling } from "./signaling.ts";
import { type Content, StockPeer } from "./stock-peer.ts";

// The WebRTC implementation for Node.js needs seconds for keys and candidates on a busy machine.
const visits = expect.stringMatching(/^[\da-f]{32}$/);

test("[Q1] [R12] the client publishes its join id in rosters", async () => {
  const url = await startSignaling();
  await joinInNode({ url, peerId: "mia" });
  const late = await StockPeer.join(url, "late");
  expect(late.present).toMatchObject([{ peerId: "mia", metadata: null, joinId: visits }]);
});

test("[Q2] the client says hello to a peer that published no join id, and meets it by its answer", async () => {
  const url = await startSignaling();
  const early = await StockPeer.join(url, "early");
  const room = await joinInNode({ url, peerId: "mia" });
  const hello = await early.next();
  const { visit } = hello.message;
  expect(hello).toEqual({ from: "mia", target: "early", message: { visit: visits, say: "hello" } });
  early.send("mia", { visit: "of early", to: visit as string, say: "hello" });
  expect((await nextPeer(room)).id).toBe("early");
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

test("[Q3] [Q4] [Q8] a peer is found by its join id, replaced by its new join, and removed by its bye", async () => {
  const url = await startSignaling();
  const zoe = await StockPeer.join(url, "zoe", "first visit");
  const room = await joinInNode({ url: url, peerId: "aaron" });
  const first = await nextPeer(room);
  expect(first.id).toBe("zoe");
  const to = (await zoe.nextFrom("aaron")).visit as string;
  const left: Peer[] = [];
  room.on("leave", (peer) => left.push(peer));
  const found: Peer[] = [];
  room.on("peer", (peer) => found.push(peer));
  zoe.send("aaron", { visit: "first visit", to, wave: "of an application" } as Content);
  zoe.send("all", { visit: "of nobody", say: "bye" });
  zoe.send("aaron", { visit: "second visit", to, candidate: null });
  await vi.waitFor(() => expect(left).toEqual([first]), { timeout: 30_000 });
  expect(first.state).toBe("closed");
  const second = found.at(-1);
  expect(second).not.toBe(first);
  zoe.send("all", { visit: "second visit", say: "bye" });
  await vi.waitFor(() => expect(left).toEqual([first, second]), { timeout: 30_000 });
});

describe.each(["aaron", "zoe"])("a peer with the id %s", (id) => {
  test("[Q5] [Q6] that is in the room before receives the first offer, without a hello", async () => {
    const url = await startSignaling();
    const stock = await StockPeer.join(url, id, "of the stock peer");
    await joinInNode({ url, peerId: "mia" });
    // werift sends the first candidate before the offer.
    const first = await stock.nextFrom("mia");
    expect(first).toMatchObject({
      visit: visits,
      to: "of the stock peer",
      candidate: { candidate: expect.stringContaining("candidate:") },
    });
    const offer = await stock.nextFrom("mia", "description");
    expect(offer).toMatchObject({
      visit: first.visit,
      to: "of the stock peer",
      description: { type: "offer", sdp: expect.stringContaining("m=application") },
    });
    expect(Object.keys(offer.description ?? {})).toEqual(["type", "sdp"]);
  });

  test("[Q4] [Q5] [Q6] that joins later makes the first offer, and is met by it", async () => {
    const url = await startSignaling();
    const room = await joinInNode({ url, peerId: "mia" });
    const stock = await StockPeer.join(url, id, "of the stock peer");
    room.on("peer", (peer) => peer.createDataChannel("to be negotiated"));
    const to = stock.visitOf("mia");
    const connection = new RTCPeerConnection(rtc);
    onTestFinished(() => connection.close());
    connection.createDataChannel("data", { negotiated: true, id: 0 });
    await connection.setLocalDescription();
    const { type, sdp } = connection.localDescription ?? {};
    const description = { type, sdp } as RTCSessionDescriptionInit;
    stock.send("mia", { visit: "of the stock peer", to, description });
    const answer = await stock.nextFrom("mia", "description");
    expect(answer).toMatchObject({
      visit: to,
      to: "of the stock peer",
      description: { type: "answer" },
    });
    expect(room.peers.map((peer) => peer.id)).toEqual([id]);
  });
});

test("[Q2] [Q6] after a hello, the client with the greater id makes the first offer", async () => {
  const url = await startSignaling();
  const stock = await StockPeer.join(url, "aaron");
  await joinInNode({ url, peerId: "zoe" });
  const { visit: to } = (await stock.nextFrom("zoe", "say")) as { visit: string };
  stock.send("zoe", { visit: "of aaron", to, say: "hello" });
  expect(await stock.nextFrom("zoe", "description")).toMatchObject({
    visit: to,
    to: "of aaron",
    description: { type: "offer" },
  });
});

test("[Q2] [Q6] after a hello, the client with the smaller id waits for an offer, and answers it", async () => {
  const url = await startSignaling();
  const stock = await StockPeer.join(url, "zoe");
  const room = await joinInNode({ url, peerId: "aaron" });
  const { visit: to } = (await stock.nextFrom("aaron", "say")) as { visit: string };
  stock.send("aaron", { visit: "of zoe", to, say: "hello" });
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
  await stock.next();
  const bye = await stock.next();
  expect(bye).toEqual({ from: "mia", target: "all", message: { visit: visits, say: "bye" } });
});

/** A stock peer "zoe" with an open data channel to "aaron" of a room. */
async function connectToRoom(url: string) {
  const room = await joinInNode({ url: url, peerId: "aaron" });
  const stock = await StockPeer.join(url, "zoe", "of zoe");
  const met = nextPeer(room);
  const to = stock.visitOf("aaron");
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
  const peer = await met;
  await Promise.race([opened, failureOf(peer)]);
  return { stock, room, peer, to, channel, say };
}

test(
  "[Q12] [case K14] the client confirms when it has received all messages that the other peer sent",
  retried,
  async () => {
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
  },
);

test(
  "[Q12] [Q8] [case K14] the client asks for a receipt of all data, and then sends bye",
  retried,
  async () => {
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
  },
);

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
