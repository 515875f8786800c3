import {
  type ConnectionConstructor,
  joinRoom,
  type Peer,
  type PeerInfo,
  ReliableChannel,
  type Room,
  ServerChannel,
  type ServerChannelOptions,
} from "simple-webrtc-signaling-client";
import type { SignalingServerOptions } from "simple-webrtc-signaling-server";
import { expect, onTestFinished, test } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { startServerHere } from "../kit/server-here.ts";
import { retried } from "../kit/werift.ts";
import { isSocketIo, transportOptions } from "./client-transport.ts";
import { startUpgradeProxy } from "./upgrade-proxy.ts";

const mostBytes = 65_536;

const startServer = (options: SignalingServerOptions = {}) =>
  startServerHere({ maxMessageBytes: mostBytes, ...options });

function channelTo(url: string, peerId: string, options: Partial<ServerChannelOptions> = {}) {
  // Many large requests at once take long on a busy machine.
  const timeoutMs = 40_000;
  const channel = new ServerChannel({ url, peerId, timeoutMs, ...transportOptions, ...options });
  onTestFinished(() => channel.disconnect());
  return channel;
}

/** Two connected channels, the messages that bob receives, and the later states of ada. */
async function pair(url: string) {
  const [ada, bob] = [channelTo(url, "ada"), channelTo(url, "bob")];
  const received: unknown[] = [];
  bob.onMessage(({ message }) => received.push(message));
  await bob.connect();
  await ada.connect();
  const states: string[] = [];
  ada.on("state", (state) => states.push(state));
  return { ada, bob, received, states };
}

/** The URL at which a channel uses the given transport. */
async function urlBy(transport: "websocket" | "polling", options: SignalingServerOptions = {}) {
  const { url } = await startServer(options);
  return transport === "websocket" ? url : (await startUpgradeProxy(url, "refuse")).url;
}

const tooLarge = (bytes: unknown, most = mostBytes) => ({
  code: "too-large",
  reason: `a message of ${bytes} bytes is too large: the server accepts at most ${most} (its MAX_MESSAGE_BYTES)`,
});

/** Returns the size of an event as the client sends it; with a one-digit id if it requests a reply. */
function sizeOf(transport: "websocket" | "polling", event: string, data: object, id?: number) {
  const isPlain = transport === "websocket" && !isSocketIo;
  const packet = `42${id ?? ""}${JSON.stringify([event, data])}`;
  return Buffer.byteLength(isPlain ? JSON.stringify({ event, id, data }) : packet);
}

const codeOf = (error: unknown) => (error as { code?: string }).code;

test.each(["websocket", "polling"] as const)(
  "[A10] [case K2] %s: the client refuses a content over the limit of the server, and stays connected",
  async (transport) => {
    const { ada, received, states } = await pair(await urlBy(transport));
    const content = { sdp: "x".repeat(70_000) };
    const direct = { target: "bob", message: content };
    const directBytes = sizeOf(transport, "messageOne", direct, 1);
    await expect(ada.sendTo("bob", content)).rejects.toMatchObject(tooLarge(directBytes));
    const bytes = sizeOf(transport, "message", { message: content }, 1);
    await expect(ada.send(content)).rejects.toMatchObject(tooLarge(bytes));
    await ada.sendTo("bob", "next");
    await expect.poll(() => received).toEqual(["next"]);
    expect(states).toEqual([]);
  },
);

test.each(["websocket", "polling"] as const)(
  "[A10] [case K2] %s: the client and the server accept the same maximum size",
  async (transport) => {
    const { ada, received, states } = await pair(await urlBy(transport));
    const envelope = sizeOf(transport, "messageOne", { target: "bob", message: "" }, 1);
    // One character of two bytes.
    const textOf = (bytes: number) => `é${"x".repeat(bytes - 2 - envelope)}`;
    await expect(ada.sendTo("bob", textOf(mostBytes + 1))).rejects.toMatchObject(
      tooLarge(mostBytes + 1),
    );
    await ada.sendTo("bob", textOf(mostBytes));
    await expect.poll(() => received.length).toBe(1);
    expect(received).toEqual([textOf(mostBytes)]);
    expect(states).toEqual([]);
  },
);

test("[A10] [case K2] the attachments of a content are counted together", async () => {
  const { ada, received, states } = await pair(await urlBy("websocket"));
  const halves = (bytes: number) => [new Uint8Array(bytes), new Uint8Array(bytes)];
  expect(await ada.sendTo("bob", halves(33_000)).catch(codeOf)).toBe("too-large");
  expect(await ada.sendTo("bob", [new Uint8Array(66_000)]).catch(codeOf)).toBe("too-large");
  await ada.sendTo("bob", halves(32_000));
  await expect.poll(() => received.length).toBe(1);
  expect(states).toEqual([]);
});

test("[A10] [case K2] binary data is larger over long polling, and no size of it closes the connection", async () => {
  const { ada, received, states } = await pair(await urlBy("polling"));
  // Long polling encodes three bytes as four characters: 49,149 bytes are 65,532 characters and a type.
  expect(await ada.sendTo("bob", new Uint8Array(49_152)).catch(codeOf)).toBe("too-large");
  const sizes = Array.from({ length: 32 }, (_, index) => 49_151 - 8 * index);
  const outcomes = await Promise.all(
    sizes.map((bytes) => ada.sendTo("bob", new Uint8Array(bytes)).then(() => "sent", codeOf)),
  );
  expect(outcomes).toEqual(sizes.map((bytes) => (bytes > 49_149 ? "too-large" : "sent")));
  await expect.poll(() => received.length).toBe(sizes.length - 1);
  expect(states).toEqual([]);
});

test("[A10] [case K2] metadata, join id and token are also limited", async () => {
  const { url } = await startServer();
  const text = "x".repeat(70_000);
  const failure = (peerInfo: PeerInfo, options = {}) =>
    channelTo(url, "ada", options)
      .connect(peerInfo)
      .catch((error: unknown) => error);
  expect(await failure({ metadata: text })).toMatchObject({ code: "too-large" });
  expect(await failure({ joinId: text })).toMatchObject({ code: "too-large" });
  expect(await failure({}, { token: text })).toMatchObject({ code: "too-large" });
});

test("[A10] the client refuses a content that cannot be sent as JSON, and stays connected", async () => {
  const { ada, received, states } = await pair(await urlBy("websocket"));
  const circular: unknown[] = [];
  circular.push(circular);
  expect(await ada.sendTo("bob", circular).catch(codeOf)).toBe("bad-message");
  expect(await ada.send(1n).catch(codeOf)).toBe("bad-message");
  await ada.sendTo("bob", "next");
  await expect.poll(() => received).toEqual(["next"]);
  expect(states).toEqual([]);
});

/** A reliable channel and all messages that it receives. */
function reliableOver(channel: ServerChannel) {
  const reliable = new ReliableChannel({ channel: channel.sessions });
  onTestFinished(() => reliable.close());
  const received: unknown[] = [];
  reliable.onMessage(({ message }) => received.push(message));
  return { reliable, received };
}

const outcomeOf = (sent: Promise<void>) => sent.then(() => "arrived", codeOf);

test("[A10] [case S4] a content over the limit of the server is refused at once, and other contents arrive", async () => {
  const { url } = await startServer();
  const channels = ["ada", "bob", "cyd"].map((peerId) => channelTo(url, peerId));
  const [ada, bob, cyd] = channels.map(reliableOver) as [Reliable, Reliable, Reliable];
  const states: string[] = [];
  for (const channel of channels) await channel.connect();
  channels[0]?.on("state", (state) => states.push(state));
  const isMet = () => ["bob", "cyd"].every((peerId) => ada.reliable.knows(peerId));
  await expect.poll(isMet).toBe(true);
  const say = (target: string, content: unknown) => outcomeOf(ada.reliable.sendTo(target, content));
  // The second message fits only without its wrapper.
  const huge = ["x".repeat(200_000), "x".repeat(mostBytes - 10)];
  const outcomes = await Promise.all([
    say("bob", "one"),
    ...huge.map((content) => say("bob", content)),
    say("bob", "two"),
    say("cyd", "three"),
  ]);
  expect(outcomes).toEqual(["arrived", "too-large", "too-large", "arrived", "arrived"]);
  expect([bob.received, cyd.received, states]).toEqual([["one", "two"], ["three"], []]);
});

test("[A10] [case S4] a kept content over the limit of a new server is refused; other contents arrive", async () => {
  const sessionKey = "the key for the sessions of this test";
  const first = await startServer({ sessionKey });
  const channels = ["ada", "bob"].map((peerId) => channelTo(first.url, peerId));
  const [ada, bob] = channels.map(reliableOver) as [Reliable, Reliable];
  for (const channel of channels) await channel.connect();
  await expect.poll(() => ada.reliable.knows("bob")).toBe(true);
  await ada.reliable.sendTo("bob", "before");
  const away = new Promise<void>((resolve) => channels[0]?.on("state", () => resolve()));
  await first.close();
  await away;
  const kept = ["one", "x".repeat(3_000), "two"].map((content) =>
    outcomeOf(ada.reliable.sendTo("bob", content)),
  );
  await startServer({ sessionKey, maxMessageBytes: 2_000, port: Number(new URL(first.url).port) });
  expect(await Promise.all(kept)).toEqual(["arrived", "too-large", "arrived"]);
  expect(bob.received).toEqual(["before", "one", "two"]);
  expect(await outcomeOf(ada.reliable.sendTo("bob", "x".repeat(3_000)))).toBe("too-large");
});

/** The errors that a room reports, and its peers by their ids. */
async function roomOf(url: string, peerId: string) {
  const room = await joinRoom({
    url,
    peerId,
    RTCPeerConnection: NodeConnection as unknown as ConnectionConstructor,
  });
  onTestFinished(() => room.leave());
  const errors: string[] = [];
  room.on("error", ({ error, peer }) => errors.push(`${error.code} of ${peer?.id}`));
  return { room, errors };
}

async function peerOf(room: Room, id: string): Promise<Peer> {
  return new Promise((resolve) => {
    room.on("peer", (peer) => {
      if (peer.id === id) resolve(peer);
    });
  });
}

/** Waits until a text that one peer sends arrives at the other. */
async function talk(from: Room, to: Room): Promise<void> {
  const [sender, receiver] = [await peerOf(from, to.peerId), await peerOf(to, from.peerId)];
  const received = new Promise((resolve) => receiver.on("data", resolve));
  sender.send("hello");
  expect(await received).toBe("hello");
}

test(
  "[A10] [case K2] a description over the limit of the server is one error of the room, and other peers connect",
  retried,
  async () => {
    const { url } = await startServer({ maxMessageBytes: 8_000 });
    const [ada, bob] = [await roomOf(url, "ada"), await roomOf(url, "bob")];
    await talk(ada.room, bob.room);
    const { connection } = await peerOf(ada.room, "bob");
    for (let video = 0; video < 24; video += 1) connection.addTransceiver("video");
    await expect.poll(() => ada.errors).toEqual(["too-large of bob"]);
    const cyd = await roomOf(url, "cyd");
    await talk(cyd.room, ada.room);
    await talk(ada.room, cyd.room);
    await talk(ada.room, bob.room);
    expect([ada.errors, bob.errors, cyd.errors]).toEqual([["too-large of bob"], [], []]);
    expect(ada.room.state).toBe("connected");
  },
);

type Reliable = ReturnType<typeof reliableOver>;
