import { expect, test } from "vitest";
import type { Verdict } from "./lossy-network.ts";
import { addressesOf, fairWeather, judging, plain, twoPeers } from "./test-peers.ts";

const hundred = Array.from({ length: 100 }, (_, index) => index);

test("[X1] contents are numbered from 1 and arrive unchanged", async () => {
  const { time, network, ada, bob } = await twoPeers();
  ada.say("bob", { offer: [1] });
  ada.say("bob", null);
  await time.pass(20);
  expect(plain(network.arrived)).toEqual([
    { s: 1, c: { offer: [1] } },
    { s: 2, c: null },
  ]);
  expect(bob.received).toEqual([{ offer: [1] }, null]);
});

test("[X1] every message carries the incarnation of its sender, and of its receiver once known", async () => {
  const { time, network, ada, bob } = await twoPeers();
  ada.say("bob", "question");
  await time.pass(20);
  bob.say("ada", "answer");
  await time.pass(1_000);
  const [question, answer, acknowledgement] = addressesOf(network.arrived);
  const [i, o] = [question?.i, answer?.i];
  expect([question, answer, acknowledgement]).toEqual([{ i }, { i: o, o: i }, { i, o }]);
  expect([typeof i, typeof o, i === o]).toEqual(["string", "string", false]);
});

test("[X1] contents without a number are ignored", async () => {
  const { time, ada, bob } = await twoPeers();
  const others: unknown[] = ["hello", { hello: 1 }, { s: 1, c: 1 }, { i: "i", s: 0, c: 1 }];
  for (const other of others) {
    void ada.channel.sendTo("bob", bob.channel.sessionId, other);
  }
  ada.say("bob", "numbered");
  await time.pass(20);
  expect(bob.received).toEqual(["numbered"]);
});

test("[X1] a content that cannot be sent as JSON is refused and uses no number", async () => {
  const { time, ada, bob } = await twoPeers();
  const said = ada.say("bob", new Uint8Array(1));
  ada.say("bob", "text");
  await time.pass(20);
  expect([said.outcome, bob.received]).toEqual(["bad-message", ["text"]]);
});

test("[X2] duplicate and early contents do not surface", async () => {
  const { time, ada, bob } = await twoPeers();
  for (const s of [2, 1, 1, 3, 2, 2, 3]) {
    void ada.channel.sendTo("bob", bob.channel.sessionId, { i: "ada's", s, c: s });
  }
  await time.pass(20);
  expect(bob.received).toEqual([1, 2, 3]);
});

test("[X3] `sendTo` resolves when the receiver has acknowledged the content", async () => {
  const { time, network, ada, bob } = await twoPeers();
  const said = ada.say("bob", "x");
  await time.pass(139);
  expect([bob.received, said.outcome]).toEqual([["x"], undefined]);
  await time.pass(1);
  expect(said.outcome).toBe("resolved");
  expect(plain(network.arrived)).toEqual([{ s: 1, c: "x" }, { a: 1 }]);
});

test("[X3] an acknowledgement travels with a content in the same direction", async () => {
  const { time, network, ada, bob } = await twoPeers();
  const said = ada.say("bob", "question");
  bob.reliable.onMessage(() => bob.say("ada", "answer"));
  await time.pass(40);
  expect([said.outcome, ada.received]).toEqual(["resolved", ["answer"]]);
  await time.pass(1_000);
  expect(plain(network.arrived)).toEqual([
    { s: 1, c: "question" },
    { s: 1, a: 1, c: "answer" },
    { a: 1 },
  ]);
});

test("[X3] an acknowledgement is sent at once after eight contents", async () => {
  const { time, network, ada } = await twoPeers();
  const said = hundred.slice(0, 8).map((number) => ada.say("bob", number));
  await time.pass(40);
  expect(plain(network.arrived).at(-1)).toEqual({ a: 8 });
  expect(said.map(({ outcome }) => outcome)).toEqual(said.map(() => "resolved"));
});

test("[X4] a message beyond 128 messages or 256 KiB is refused, and earlier ones are delivered", async () => {
  const { time, ada, bob } = await twoPeers();
  const said = Array.from({ length: 129 }, (_, number) => ada.say("bob", number));
  await time.pass(0);
  expect(said.map(({ outcome }) => outcome).indexOf("unavailable")).toBe(128);
  await time.pass(1_000);
  expect(bob.received.length).toBe(128);
  const large = "x".repeat(200 * 1_024);
  const [first, second, huge] = [large, large, large + large].map((text) => ada.say("bob", text));
  await time.pass(1_000);
  expect([first?.outcome, second?.outcome, huge?.outcome]).toEqual([
    "resolved",
    "unavailable",
    "too-large",
  ]);
});

test("[X5] a silent peer receives the oldest message again after 1, 2, 4, 8, 8 s, and all messages once it responds", async () => {
  const { time, network, ada, bob } = await twoPeers();
  ada.say("bob", "received");
  await time.pass(1_000);
  const before = network.arrived.length;
  network.weather = { ...fairWeather, down: () => [] };
  const said = ["one", "two"].map((content) => ada.say("bob", content));
  await time.pass(24_000);
  const numbers = () => network.arrived.slice(before).map((message) => (message as { s: 1 }).s);
  expect(numbers()).toEqual([2, 3, 2, 2, 2, 2, 2]);
  network.weather = fairWeather;
  network.disconnect(bob.channel);
  network.connect(bob.channel);
  // bob's sign takes 20 ms, what ada says then 20 ms more.
  await time.pass(40);
  expect(bob.received).toEqual(["received", "one", "two"]);
  await time.pass(200);
  expect(said.map(({ outcome }) => outcome)).toEqual(["resolved", "resolved"]);
});

test("[X5] after the loss of the own connection everything is sent again at once", async () => {
  const { time, network, ada, bob } = await twoPeers();
  network.weather = { ...fairWeather, up: () => [] };
  ada.say("bob", "one");
  network.disconnect(ada.channel);
  ada.say("bob", "two");
  network.weather = fairWeather;
  network.connect(ada.channel);
  await time.pass(20);
  expect(bob.received).toEqual(["one", "two"]);
});

test("[X5] an away peer receives all messages when it reconnects", async () => {
  const { time, network, ada, bob } = await twoPeers();
  bob.say("ada", "I was here");
  await time.pass(1_000);
  network.disconnect(bob.channel);
  const said = hundred.map((number) => ada.say("bob", number));
  await time.pass(5_000);
  network.connect(bob.channel);
  await time.pass(300);
  expect(bob.received).toEqual(hundred);
  expect(said.every(({ outcome }) => outcome === "resolved")).toBe(true);
  expect([ada.losses, bob.losses]).toEqual([[], []]);
});

test("[X5] a reply that was lost with the connection blocks no message", async () => {
  const { time, network, ada, bob } = await twoPeers();
  network.weather = { ...fairWeather, up: () => [] };
  for (const number of hundred) ada.say("bob", number);
  network.disconnect(ada.channel);
  network.weather = fairWeather;
  network.connect(ada.channel);
  await time.pass(1_000);
  expect(bob.received).toEqual(hundred);
});

test("[X5] a peer that sends after a silence receives the oldest message at once", async () => {
  const { time, network, ada, bob } = await twoPeers();
  network.disconnect(bob.channel);
  ada.say("bob", "one");
  await time.pass(8_000);
  bob.say("ada", "I am back");
  network.connect(bob.channel);
  // bob's content takes 20 ms, ada's answer to it 20 ms more.
  await time.pass(40);
  expect([ada.received, bob.received]).toEqual([["I am back"], ["one"]]);
});

test("[X5] a missing reply for a delivered message blocks no message", async () => {
  const { time, network, ada, bob } = await twoPeers();
  let arrivals = 0;
  const everyOther = () => {
    arrivals += 1;
    return arrivals % 2 === 1 ? [10] : [];
  };
  network.weather = { ...fairWeather, down: everyOther };
  const first = ada.say("bob", "one");
  await time.pass(20_000);
  network.weather = fairWeather;
  ada.say("bob", "two");
  await time.pass(20);
  expect([first.outcome, bob.received]).toEqual(["resolved", ["one", "two"]]);
});

test.each([["forbidden"], ["too-large"], ["too-deep"], ["bad-message"]] as const)(
  "[X6] %s refuses one message, and those behind it arrive",
  async (code) => {
    const { time, network, ada, bob } = await twoPeers();
    network.weather = judging((content) => (content === "bad" ? { code } : "pass"));
    const said = ["one", "bad", "bad", "two"].map((content) => ada.say("bob", content));
    await time.pass(1_000);
    expect(said.map(({ outcome }) => outcome)).toEqual(["resolved", code, code, "resolved"]);
    expect(bob.received).toEqual(["one", "two"]);
    expect(plain(network.arrived)).toContainEqual({ s: 4, p: 1, c: "two" });
  },
);

test("[A10] [case S4] a message over the limit of the server is refused at once, also while the peer is away", async () => {
  const { time, network, ada, bob } = await twoPeers();
  ada.channel.mostBytes = 1_000;
  const small = ada.say("bob", "one");
  await time.pass(1_000);
  network.disconnect(bob.channel);
  const waiting = ada.say("bob", "two");
  await time.pass(100);
  const huge = ada.say("bob", "x".repeat(1_000));
  const behind = ada.say("bob", "three");
  await time.pass(0);
  expect([waiting, huge, behind].map(({ outcome }) => outcome)).toEqual([
    undefined,
    "too-large",
    undefined,
  ]);
  network.connect(bob.channel);
  await time.pass(2_000);
  expect(bob.received).toEqual(["one", "two", "three"]);
  expect([small, waiting, behind].map(({ outcome }) => outcome)).toEqual([
    "resolved",
    "resolved",
    "resolved",
  ]);
});

test("[X6] each of many refused messages is refused once", async () => {
  const { time, network, ada } = await twoPeers();
  network.weather = judging(() => ({ code: "forbidden" }));
  for (const number of hundred.slice(0, 30)) ada.say("bob", number);
  await time.pass(60_000);
  expect(network.arrived.length).toBe(30);
});

test("[X6] no message waits after the last refused one", async () => {
  const { time, network, ada, bob } = await twoPeers();
  network.disconnect(bob.channel);
  network.weather = judging(() => ({ code: "unavailable" }));
  ada.say("bob", "bad");
  await time.pass(500);
  network.weather = judging((content) => (content === "bad" ? { code: "forbidden" } : "pass"));
  await time.pass(1_000);
  network.connect(bob.channel);
  ada.say("bob", "good");
  await time.pass(20);
  expect(bob.received).toEqual(["good"]);
});

test("[X6] the state of an old refusal is discarded", async () => {
  const { time, network, ada, bob } = await twoPeers();
  network.weather = judging(() => ({ code: "forbidden" }));
  ada.say("bob", "bad");
  await time.pass(60_000);
  network.weather = fairWeather;
  for (const content of ["one", "two"]) ada.say("bob", content);
  await time.pass(20);
  expect(bob.received).toEqual(["one", "two"]);
});

/** Simulates a server with a limit of messages per second, and of messages at once. */
function bucket(time: { readonly nowMs: number }, perSecond: number, burst: number) {
  let [full, atMs] = [burst, time.nowMs];
  const refusals: number[] = [];
  const judge = (): Verdict => {
    full = Math.min(burst, full + ((time.nowMs - atMs) * perSecond) / 1_000);
    atMs = time.nowMs;
    if (full < 1) {
      refusals.push(atMs);
      return { code: "rate-limited", retryAfterMs: Math.ceil(((1 - full) * 1_000) / perSecond) };
    }
    full -= 1;
    return "pass";
  };
  return { judge, refusals };
}

test("[X7] after a refusal, messages are sent at the rate that the server asked for, without further refusals", async () => {
  const { time, network, ada, bob } = await twoPeers();
  const { judge, refusals } = bucket(time, 20, 10);
  network.weather = judging((content) => (content === undefined ? "pass" : judge()));
  const said = hundred.map((number) => ada.say("bob", number));
  await time.pass(15_000);
  expect(bob.received).toEqual(hundred);
  expect(said.every(({ outcome }) => outcome === "resolved")).toBe(true);
  // Those that were under way at the first refusal.
  expect(refusals.length).toBeLessThanOrEqual(32);
});

test("[X7] the rate decreases if others share the rate limit", async () => {
  const { time, network, ada, bob } = await twoPeers();
  const { judge, refusals } = bucket(time, 20, 10);
  network.weather = { ...fairWeather, judge };
  for (const number of hundred) ada.say("bob", number);
  await time.pass(30_000);
  expect(bob.received).toEqual(hundred);
  expect(refusals.length).toBeLessThanOrEqual(64);
});

test("[X7] at most 32 messages wait for a reply of the server", async () => {
  const { time, network, ada } = await twoPeers();
  for (const number of hundred) ada.say("bob", number);
  await time.pass(19);
  expect(network.arrived.length).toBe(32);
});

test("[X8] a new session of the peer discards outstanding messages and reports the loss", async () => {
  const { time, network, ada, bob } = await twoPeers();
  ada.say("bob", "before");
  await time.pass(1_000);
  const { sessionId } = bob.channel;
  network.disconnect(bob.channel);
  const said = ["one", "two"].map((content) => ada.say("bob", content));
  await time.pass(100);
  network.renew(bob.channel);
  await time.pass(100);
  expect(said.map(({ outcome }) => outcome)).toEqual(["session-lost", "session-lost"]);
  expect(ada.losses).toEqual([{ peerId: "bob", sessionId, discarded: 2 }]);
  ada.say("bob", "after");
  await time.pass(20);
  expect(plain(network.arrived).at(-1)).toEqual({ s: 1, c: "after" });
  expect(bob.received).toEqual(["before", "after"]);
});

test("[X8] a new own session discards outstanding messages and reports the loss", async () => {
  const { time, network, ada, bob } = await twoPeers();
  ada.say("bob", "before");
  await time.pass(1_000);
  network.disconnect(ada.channel);
  const said = ada.say("bob", "one");
  const { sessionId } = bob.channel;
  network.renew(ada.channel);
  await time.pass(100);
  expect(said.outcome).toBe("session-lost");
  expect(ada.losses).toEqual([{ peerId: "bob", sessionId, discarded: 1 }]);
  expect(bob.losses.map(({ discarded }) => discarded)).toEqual([0]);
  ada.say("bob", "after");
  bob.say("ada", "to the new one");
  await time.pass(100);
  expect([bob.received, ada.received]).toEqual([["before", "after"], ["to the new one"]]);
});

test.each([["peer-replaced"], ["peer-not-found"]] as const)(
  "[X8] a refusal with %s ends the session, too",
  async (code) => {
    const { time, network, ada, bob } = await twoPeers();
    network.weather = judging(() => ({ code }));
    const said = ada.say("bob", "one");
    await time.pass(20);
    expect(said.outcome).toBe("session-lost");
    const { sessionId } = bob.channel;
    expect(ada.losses).toEqual([{ peerId: "bob", sessionId, discarded: 1 }]);
    expect(plain(network.arrived)).toEqual([{ s: 1, c: "one" }]);
    const next = ada.say("bob", "two");
    await time.pass(0);
    expect(next.outcome).toBe("peer-not-found");
  },
);

test("[X8] no content of a session surfaces after its end", async () => {
  const { time, ada, bob } = await twoPeers();
  const old = { peerId: "ada", sessionId: ada.channel.sessionId };
  const say = (fromSession: string, message: object) =>
    bob.channel.tell("message", {
      from: "ada",
      fromSession,
      target: "bob",
      message: { i: fromSession, ...message },
    });
  say(old.sessionId, { s: 1, c: "in time" });
  bob.channel.tell("close", old);
  say(old.sessionId, { s: 2, c: "late" });
  say("later", { s: 1, c: "first of the later" });
  say(old.sessionId, { s: 2, c: "late" });
  // Of two sessions that are there only the news of presence says which is the later.
  say("unknown", { s: 2, p: 0, c: "of nobody knows which" });
  bob.channel.tell("open", { peerId: "ada", sessionId: "unknown" });
  say("unknown", { s: 1, c: "now it is known" });
  await time.pass(0);
  expect(bob.received).toEqual(["in time", "first of the later", "now it is known"]);
});

test("[X8] no message is sent to a session after its end", async () => {
  const { time, network, ada, bob } = await twoPeers();
  for (const number of hundred) ada.say("bob", number);
  await time.pass(5);
  const { peerId, sessionId } = bob.channel;
  for (let s = 1; s <= 9; s += 1) {
    ada.channel.tell("message", {
      from: peerId,
      fromSession: sessionId,
      target: "ada",
      message: { i: "bob's", s, c: s },
    });
  }
  ada.channel.tell("close", { peerId, sessionId });
  await time.pass(60_000);
  expect(ada.received.length).toBe(9);
  expect(network.arrived.filter((message) => "s" in (message as object)).length).toBe(32);
  expect(plain(network.arrived)).not.toContainEqual({ a: 9 });
});

test("[X9] an end that lost its state rejects messages, and no content that did not surface is reported as delivered", async () => {
  const { time, network, ada, bob } = await twoPeers();
  for (const number of hundred.slice(0, 10)) bob.say("ada", number);
  ada.say("bob", "before");
  await time.pass(1_000);

  ada.forget();
  const bobs = hundred.slice(10, 25).map((number) => bob.say("ada", number));
  await time.pass(12_000);

  expect(bobs.map(({ outcome }) => outcome)).toEqual(bobs.map(() => "session-lost"));
  const { peerId, sessionId } = ada.channel;
  expect(bob.losses).toEqual([{ peerId, sessionId, discarded: 15 }]);
  expect(ada.received).toEqual([]);
  const rejection = network.arrived.find((message) => "e" in (message as object));
  expect(rejection).toEqual({ i: expect.any(String), e: addressesOf(network.arrived)[0]?.i });
  const after = [bob.say("ada", "again"), ada.say("bob", "after")];
  await time.pass(1_000);
  expect(after.map(({ outcome }) => outcome)).toEqual(["resolved", "resolved"]);
  expect([ada.received, bob.received]).toEqual([["again"], ["before", "after"]]);
});

test("[X9] contents of an end that lost its state surface, and the other end discards its state", async () => {
  const { time, network, ada, bob } = await twoPeers();
  for (const number of hundred.slice(0, 10)) ada.say("bob", number);
  bob.say("ada", "before");
  await time.pass(1_000);
  network.weather = { ...fairWeather, down: () => [] };
  const outstanding = bob.say("ada", "under way");
  await time.pass(100);

  network.weather = fairWeather;
  ada.forget();
  const said = hundred.slice(10, 25).map((number) => ada.say("bob", number));
  await time.pass(1_000);

  expect(said.map(({ outcome }) => outcome)).toEqual(said.map(() => "resolved"));
  expect(bob.received).toEqual(hundred.slice(0, 25));
  expect([outstanding.outcome, bob.losses.length]).toEqual(["session-lost", 1]);
  bob.say("ada", "after");
  await time.pass(100);
  expect(ada.received).toEqual(["after"]);
});

test("[X9] contents of a session that left and reappeared are reported as lost, and do not surface", async () => {
  const { time, network, ada, bob } = await twoPeers();
  ada.say("bob", "once");
  await time.pass(20);
  // The acknowledgement does not reach ada.
  network.disconnect(ada.channel);
  const { peerId, sessionId } = ada.channel;
  bob.channel.tell("close", { peerId, sessionId });
  const kept = ada.say("bob", "twice");
  await time.pass(1_000);
  bob.channel.tell("open", { peerId, sessionId });
  network.connect(ada.channel);
  await time.pass(1_000);
  expect(bob.received).toEqual(["once"]);
  expect(kept.outcome).toBe("session-lost");
  expect(ada.losses.map(({ discarded }) => discarded)).toEqual([2]);
  ada.say("bob", "anew");
  await time.pass(20);
  expect(bob.received).toEqual(["once", "anew"]);
});

test("[X9] an acknowledgement for another incarnation is ignored", async () => {
  const { time, ada, bob } = await twoPeers();
  const said = ada.say("bob", "x");
  await time.pass(5);
  const acknowledge = (addresses: object) =>
    bob.channel.sendTo("ada", ada.channel.sessionId, { ...addresses, a: 1 });
  void acknowledge({ i: "bob's" });
  await time.pass(30);
  expect(said.outcome).toBeUndefined();
  void acknowledge({ i: "bob's", o: "an earlier one of ada" });
  await time.pass(30);
  expect(said.outcome).toBe("session-lost");
});

test("[X9] two ends that start at the same time lose nothing, also if a first message of an ended one is late", async () => {
  const { time, network, ada, bob } = await twoPeers();
  const said = [ada.say("bob", "from ada"), bob.say("ada", "from bob")];
  await time.pass(1_000);
  ada.forget();
  ada.say("bob", "anew");
  await time.pass(1_000);
  const losses = bob.losses.length;
  const [first] = network.arrived;
  void ada.channel.sendTo("bob", bob.channel.sessionId, first);
  await time.pass(1_000);
  said.push(ada.say("bob", "still there"));
  await time.pass(1_000);
  expect(said.map(({ outcome }) => outcome)).toEqual(said.map(() => "resolved"));
  expect(bob.received).toEqual(["from ada", "anew", "still there"]);
  expect(bob.losses).toHaveLength(losses);
});

test("`sendTo` rejects for an absent peer and on a closed channel", async () => {
  const { time, ada } = await twoPeers();
  const nobody = ada.say("eve", 1);
  const outstanding = ada.say("bob", 1);
  ada.reliable.close();
  const closed = ada.say("bob", 1);
  await time.pass(1_000);
  expect([nobody, outstanding, closed].map(({ outcome }) => outcome)).toEqual([
    "peer-not-found",
    "session-lost",
    "unavailable",
  ]);
});
