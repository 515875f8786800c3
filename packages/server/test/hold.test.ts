import { expect, test } from "vitest";
import { startServer } from "./start-server.ts";
import { peer, StockClient } from "./stock-client.ts";

const visitor = (url: string) => new StockClient(url).connected();

test("[H2] 32 messages are buffered, and further ones are refused", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  const bob = await visitor(url);
  for (let number = 0; number < 34; number += 1) bob.socket.emit("message", number);
  for (const _ of [33, 34]) {
    expect(await bob.received()).toEqual([
      "signalingError",
      { code: "not-ready", event: "message", reason: expect.stringContaining("32 messages") },
    ]);
  }
  bob.socket.emit("ready", "bob");
  expect(await ada.envelope()).toMatchObject({ from: "bob", action: "open" });
  for (let number = 0; number < 32; number += 1) {
    expect(await ada.envelope()).toMatchObject({ from: "bob", message: number });
  }
  await ada.receivedNothingMore("ada");
});

test("[H2] 64 KiB are buffered, and further messages are refused", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  const bob = await visitor(url);
  bob.socket.emit("message", "x".repeat(40_000));
  bob.socket.emit("message", "y".repeat(30_000));
  expect(await bob.received()).toMatchObject(["signalingError", { code: "not-ready" }]);
  bob.socket.emit("message", "z");
  bob.socket.emit("ready", "bob");
  expect(await ada.envelope()).toMatchObject({ action: "open" });
  expect(await ada.envelope()).toMatchObject({ message: "x".repeat(40_000) });
  expect(await ada.envelope()).toMatchObject({ message: "z" });
});

test("[H3] a message that is buffered too long is refused, with and without an acknowledgement", async () => {
  const { url } = await startServer({ limits: { holdSeconds: 0.05, replySeconds: 0.02 } });
  const bob = await visitor(url);
  bob.socket.emit("message", "without");
  expect(await bob.ask("message", "with")).toEqual({
    ok: false,
    code: "not-ready",
    reason: expect.stringContaining("0.02 s"),
  });
  expect(await bob.received()).toEqual([
    "signalingError",
    { code: "not-ready", event: "message", reason: expect.stringContaining("0.05 s") },
  ]);
  const ada = await peer(url, "ada");
  bob.socket.emit("ready", "bob");
  expect(await ada.envelope()).toMatchObject({ action: "open" });
  await ada.receivedNothingMore("ada");
});

test("[H1] [A1] a buffered message with an acknowledgement is answered after it is sent", async () => {
  const { url } = await startServer();
  const bob = await visitor(url);
  const reply = bob.ask("messageOne", { target: "nobody", message: 1 });
  bob.socket.emit("ready", "bob");
  expect(await reply).toMatchObject({ ok: false, code: "peer-not-found" });
});

test("[H1] [P3] a request for the roster is buffered until the reply to ready", async () => {
  const { url } = await startServer();
  await peer(url, "ada");
  const bob = await visitor(url);
  const replies: unknown[] = [];
  const roster = bob.ask("presence").then((reply) => replies.push(reply));
  await bob.ask("ready", "bob").then((reply) => replies.push(reply));
  await roster;
  const peers = [expect.objectContaining({ peerId: "ada" })];
  expect(replies).toMatchObject([
    { ok: true, value: { peerId: "bob", peers } },
    { ok: true, value: { revision: expect.any(Number), peers } },
  ]);
});

test("[L2] a visitor leaves without an announcement, and its buffered messages are dropped", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  const bob = await visitor(url);
  bob.socket.emit("message", "too early");
  bob.socket.disconnect();
  await peer(url, "eve");
  expect(await ada.envelope()).toMatchObject({ from: "eve", action: "open" });
  await ada.receivedNothingMore("ada");
});
