import { expect, onTestFinished, test, vi } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { channelPair } from "../channel/testing.ts";
import { type NewConnection, withDataChannel } from "./connections.ts";
import { Peer } from "./peer.ts";

/** DTLS of werift (0.24) fails if a round trip takes longer than 0.5 s, which happens while the processor is busy. */
const retried = { retry: 2 };

/** Two peers in one process, connected by nothing but this machine. */
async function pair(): Promise<readonly [Peer, Peer]> {
  const [ada, bob] = channelPair(["ada", "bob"]);
  const peers = [
    new Peer({ ...connection(), channel: ada, id: "bob", waitsForOffer: true }),
    new Peer({ ...connection(), channel: bob, id: "ada", waitsForOffer: false }),
  ] as const;
  await Promise.all([ada.connect(), bob.connect()]);
  return peers;
}

function connection(): NewConnection {
  const made = new NodeConnection({ iceServers: [], iceAdditionalHostAddresses: ["127.0.0.1"] });
  onTestFinished(() => made.close());
  return withDataChannel(made as unknown as RTCPeerConnection);
}

test(
  "data that both peers send before the connection is open arrives in order, without a `channel` event",
  retried,
  async () => {
    const peers = await pair();
    const opened: string[] = [];
    for (const peer of peers) peer.on("channel", ({ label }) => opened.push(label));
    const received = peers.map(
      (peer) =>
        new Promise((resolve) => {
          const data: unknown[] = [];
          peer.on("data", (value) => data.push(value) === 2 && resolve(data));
        }),
    );

    for (const peer of peers) {
      peer.send("one");
      peer.send("two");
    }

    expect(await Promise.all(received)).toEqual([
      ["one", "two"],
      ["one", "two"],
    ]);
    expect(opened).toEqual([]);
  },
);

test(
  "a connection that was created in advance makes its first offer, although `negotiationneeded` is over",
  retried,
  async () => {
    const created = connection();
    await new Promise((resolve) => {
      created.connection.addEventListener("negotiationneeded", resolve, { once: true });
    });
    const [channel, bob] = channelPair(["ada", "bob"]);
    const offering = new Peer({ ...created, channel, id: "bob", waitsForOffer: false });
    const answering = new Peer({ ...connection(), channel: bob, id: "ada", waitsForOffer: true });
    await Promise.all([channel.connect(), bob.connect()]);
    const received = new Promise((resolve) => answering.on("data", resolve));
    offering.send("hello");
    expect(await received).toBe("hello");
  },
);

/** A peer without a connection. */
function lonelyPeer(): Peer {
  const [channel] = channelPair(["ada", "bob"]);
  return new Peer({ ...connection(), channel, id: "bob", waitsForOffer: false });
}

const named = (name: string) => expect.objectContaining({ name });

test("at most 16 MiB may wait for the connection", () => {
  const peer = lonelyPeer();
  const mebibyte = 1_024 * 1_024;
  for (let count = 0; count < 15; count += 1) peer.send(new ArrayBuffer(mebibyte));
  // Two bytes each.
  peer.send("é".repeat(mebibyte / 2));
  expect(peer.bufferedAmount).toBe(16 * mebibyte);
  expect(() => peer.send("a")).toThrow(named("OperationError"));
  expect(() => peer.send(new Uint8Array(1))).toThrow(named("OperationError"));
  expect(peer.bufferedAmount).toBe(16 * mebibyte);
});

test("a closed peer sends no data and queues none", async () => {
  const peer = lonelyPeer();
  peer.send("too late");
  const flushed = peer.flush();
  peer.close();
  await flushed;
  expect([peer.isOver, peer.bufferedAmount]).toEqual([true, 8]);
  expect(() => peer.send("later")).toThrow(named("InvalidStateError"));
});

test("data above the limit of the peer is a `TypeError` that names its size", retried, async () => {
  const [ada, bob] = await pair();
  const received = new Promise((resolve) => bob.on("data", resolve));
  ada.send("open");
  await received;
  const thrown = [new Uint8Array(70_000), "é".repeat(40_000)].map((data) => {
    try {
      return ada.send(data);
    } catch (error) {
      return [error instanceof TypeError, String(error), (error as Error).cause];
    }
  });
  const tooLarge = (bytes: number) => [
    true,
    expect.stringMatching(`data of ${bytes} bytes is too large for the peer; send it in chunks`),
    expect.any(Error),
  ];
  expect(thrown).toEqual([tooLarge(70_000), tooLarge(80_000)]);
});

test("[case K4] data from a listener of `error` does not overtake queued data", async () => {
  const [ada, bob] = await pair();
  const received: unknown[] = [];
  bob.on("data", (data) => received.push(data));
  ada.on("error", ({ code }) => ada.send(code));
  for (const data of ["one", new Uint8Array(70_000), "two"]) ada.send(data);
  await vi.waitFor(() => expect(received).toEqual(["one", "two", "too-large"]), 10_000);
});

test("[case K4] no other error is reported when a listener closes the peer", async () => {
  const [ada] = await pair();
  const errors: string[] = [];
  ada.on("error", ({ code }) => {
    errors.push(code);
    ada.close();
  });
  for (const data of [new Uint8Array(70_000), "two", "three"]) ada.send(data);
  await ada.flush();
  expect([errors, ada.bufferedAmount]).toEqual([["too-large"], "twothree".length]);
});

test("both peers have the same security code as soon as they are connected", retried, async () => {
  const peers = await pair();
  await expect(peers[0].securityCode()).rejects.toEqual(named("InvalidStateError"));
  const received = peers.map((peer) => new Promise((resolve) => peer.on("data", resolve)));
  for (const peer of peers) peer.send("open");
  await Promise.all(received);
  const [ada, bob] = await Promise.all(peers.map((peer) => peer.securityCode()));
  expect(ada).toMatch(/^\d{5}( \d{5}){7}$/);
  expect(bob).toBe(ada);
});

test("a closed peer stays closed, even if its implementation reports another state late", () => {
  const peer = lonelyPeer();
  const states: string[] = [];
  peer.on("state", (state) => states.push(state));
  // As werift does if it is closed while it connects.
  Object.defineProperty(peer.connection, "connectionState", { value: "connecting" });
  peer.close();
  peer.connection.dispatchEvent(new Event("connectionstatechange"));
  expect([peer.state, peer.isOver]).toEqual(["closed", true]);
  expect(states.every((state) => state === "closed")).toBe(true);
});
