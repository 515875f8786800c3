import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { anonymous, type Identity, SignalingError } from "../src/index.ts";
import { Clock } from "./clock.ts";
import { RawSocket } from "./raw-socket.ts";
import { type RunningServer, startServer, token } from "./start-server.ts";
import { peer, StockClient, testOfSocketIo } from "./stock-client.ts";

const limited = { ok: false, code: "rate-limited", retryAfterMs: expect.any(Number) };
const polling = "socket.io/?EIO=4&transport=polling";

/** Returns the limits that were reached, in order, without direct repetitions. */
function reached({ facts }: RunningServer): string[] {
  return facts.flatMap((fact) =>
    fact.type === "limit.reached" ? [`${fact.limit} of one ${fact.of}`] : [],
  );
}

/** Accepts the identity in the credentials. */
const bySubject = (credentials: Readonly<Record<string, unknown>>): Identity => ({
  ...anonymous,
  subject: String(credentials["subject"]),
});

test("[B1] a socket over its rate is refused with retryAfterMs", async () => {
  const clock = new Clock();
  const server = await startServer({ nowMs: clock.nowMs, messagesPerSecond: 10, messagesBurst: 5 });
  const ada = await peer(server.url, "ada");
  const one = () => ada.ask("messageOne", { target: "ada", message: 1 });
  for (let left = 4; left > 0; left -= 1) expect(await one()).toMatchObject({ ok: true });
  expect(await one()).toEqual({
    ok: false,
    code: "rate-limited",
    reason: "too many events from this socket; try again in 100 ms",
    retryAfterMs: 100,
  });
  ada.socket.emit("messageOne", { target: "ada", message: 1 });
  for (let left = 4; left > 0; left -= 1) await ada.envelope();
  expect(await ada.received()).toEqual([
    "signalingError",
    { code: "rate-limited", reason: expect.any(String), retryAfterMs: 100, event: "messageOne" },
  ]);
  clock.advance(100);
  expect(await one()).toMatchObject({ ok: true });
  expect(await one()).toMatchObject(limited);
  expect(new Set(reached(server))).toEqual(new Set(["messages of one socket"]));
});

test("[B1] a message to everyone costs one per receiver, at most a burst", async () => {
  const clock = new Clock();
  const { url } = await startServer({
    nowMs: clock.nowMs,
    messagesPerSecond: 1,
    messagesBurst: 10,
  });
  const ada = await peer(url, "ada");
  for (const id of ["bob", "cyd", "dan", "eve"]) await peer(url, id);
  expect(await ada.ask("message", 1)).toMatchObject({ ok: true });
  expect(await ada.ask("message", 1)).toMatchObject({ ok: true });
  expect(await ada.ask("message", 1)).toMatchObject({ ...limited, retryAfterMs: 3_000 });
  clock.advance(3_000);
  expect(await ada.ask("message", 1)).toMatchObject({ ok: true });
});

test("[B1] a full budget is sufficient for a message to any number of receivers", async () => {
  const clock = new Clock();
  const { url } = await startServer({ nowMs: clock.nowMs, messagesPerSecond: 1, messagesBurst: 2 });
  const ada = await peer(url, "ada");
  for (const id of ["bob", "cyd", "dan", "eve"]) await peer(url, id);
  clock.advance(1_000);
  expect(await ada.ask("message", 1)).toMatchObject({ ok: true });
  expect(await ada.ask("message", 1)).toMatchObject({ ...limited, retryAfterMs: 2_000 });
  clock.advance(2_000);
  expect(await ada.ask("message", 1)).toMatchObject({ ok: true });
  const early = await new StockClient(url).connected();
  const reply = early.ask("message", 1);
  expect(await early.ask("ready", "all")).toMatchObject({ code: "bad-peer-id" });
  clock.advance(2_000);
  expect(await early.ask("ready", "fay")).toMatchObject({ ok: true });
  expect(await reply).toMatchObject({ ok: true });
});

/** The sizes are those of Socket.IO. */
testOfSocketIo("[B1] [case K2] a large event costs one for each 64 KiB", async () => {
  const clock = new Clock();
  const { url } = await startServer({
    nowMs: clock.nowMs,
    messagesPerSecond: 1,
    messagesBurst: 20,
    maxMessageBytes: 262_144,
  });
  const ada = await peer(url, "ada");
  for (const id of ["bob", "cyd", "dan"]) await peer(url, id);
  // `ready` costs one. The text of an event has 14 or 44 bytes around the content.
  expect(await ada.ask("message", "x".repeat(131_072 - 14))).toMatchObject({ ok: true });
  const toOne = (bytes: number) =>
    ada.ask("messageOne", { target: "bob", message: "x".repeat(bytes - 44) });
  expect(await toOne(65_536)).toMatchObject({ ok: true });
  expect(await toOne(65_537)).toMatchObject({ ok: true });
  expect(await toOne(262_000)).toMatchObject({ ok: true });
  // The rest is 19 - 3 * 2 - 1 - 2 - 4 = 6.
  const binary = [Buffer.alloc(100_000), Buffer.alloc(100_000)];
  expect(await ada.ask("messageOne", { target: "bob", message: binary })).toMatchObject({
    ok: true,
  });
  expect(await toOne(131_072)).toMatchObject({ ok: true });
  expect(await toOne(200_000)).toMatchObject({ ...limited, retryAfterMs: 4_000 });
});

test("[B1] one peer can negotiate with 49 others at once", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  const ids = Array.from({ length: 49 }, (_, number) => `peer ${number}`);
  const others = await Promise.all(ids.map((id) => peer(url, id)));
  const received = others.map((other) => {
    let received = 0;
    return new Promise<void>((resolve) => {
      other.socket.on("message", ({ from }: { from: string }) => {
        if (from === "ada") received += 1;
        if (received === 20) resolve();
      });
    });
  });
  for (let number = 0; number < 20; number += 1) {
    for (const target of ids) ada.socket.emit("messageOne", { target, message: number });
  }
  await Promise.all(received);
});

test("[B2] the sockets of one identity share a budget, and so do the sockets of one address", async () => {
  const clock = new Clock();
  const common = { nowMs: clock.nowMs, messagesPerSecond: 1, messagesBurst: 4 };
  const shared = async (options: object) => {
    const server = await startServer({ ...common, authenticate: bySubject, ...options });
    const ada = await peer(server.url, "ada", { auth: { subject: "ada" } });
    const other = await peer(server.url, "other", { auth: { subject: "ada" } });
    const bob = await peer(server.url, "bob", { auth: { subject: "bob" } });
    const sendBy = (client: StockClient) => client.ask("messageOne", { target: "bob", message: 1 });
    const replies = [];
    for (const client of [ada, ada, ada, other, bob]) replies.push(await sendBy(client));
    return replies.map((reply) => (reply as { ok: boolean }).ok);
  };
  expect(await shared({ identityShare: 1 })).toEqual([true, true, false, false, true]);
  expect(await shared({ addressShare: 1 })).toEqual([true, false, false, false, false]);
  expect(await shared({ identityShare: 0, addressShare: 0 })).toEqual(Array(5).fill(true));
});

test("[B3] a client that ignores refusals is disconnected, and no other client", async () => {
  const clock = new Clock();
  const server = await startServer({
    nowMs: clock.nowMs,
    messagesPerSecond: 10,
    messagesBurst: 20,
  });
  const healthy = await peer(server.url, "healthy");
  const flooder = await peer(server.url, "flooder");
  await healthy.envelope();
  for (let number = 0; number < 60; number += 1) flooder.socket.emit("message", number);
  let event = "";
  let refused = 0;
  while (event !== "disconnect") {
    [event] = await flooder.received();
    if (event === "signalingError") refused += 1;
  }
  // The client receives some of the refusals only, because all of them would be a flood as well.
  expect(refused).toBe(1);
  expect(reached(server).filter((limit) => limit === "messages of one socket")).toHaveLength(21);
  expect(reached(server).at(-1)).toBe("refusals of one socket");
  for (let number = 0; number < 19; number += 1) {
    expect(await healthy.envelope()).toMatchObject({ message: number });
  }
  expect(await healthy.envelope()).toMatchObject({ from: "flooder", action: "close" });
});

test("[B3] a client that ignores refusals of B4 is disconnected", async () => {
  const clock = new Clock();
  const options = { messagesPerSecond: 10, messagesBurst: 10, joinsPerMinute: 1 };
  const server = await startServer({ nowMs: clock.nowMs, ...options });
  const ada = await peer(server.url, "ada");
  const end = ada.received();
  let isOver = false;
  void end.then(() => {
    isOver = true;
  });
  for (let requests = 0; requests < 30 && !isOver; requests += 1) {
    // So the budget of messages is full each time.
    clock.advance(100);
    await Promise.race([end, ada.ask("ready", "ada")]);
  }
  expect((await end)[0]).toBe("disconnect");
  expect(reached(server).at(-1)).toBe("refusals of one socket");
});

test("[B4] ready and refresh have separate rate limits", async () => {
  const clock = new Clock();
  const { url } = await startServer({
    nowMs: clock.nowMs,
    joinsPerMinute: 2,
    refreshesPerMinute: 1,
  });
  const ada = await new StockClient(url).connected();
  expect(await ada.ask("ready", "all")).toMatchObject({ code: "bad-peer-id" });
  expect(await ada.ask("ready", "all")).toMatchObject({ code: "bad-peer-id" });
  expect(await ada.ask("ready", "ada")).toMatchObject({ ...limited, retryAfterMs: 30_000 });
  expect(await ada.ask("refresh", { token })).toMatchObject({ ok: true });
  expect(await ada.ask("refresh", { token })).toMatchObject(limited);
  clock.advance(30_000);
  expect(await ada.ask("ready", "ada")).toMatchObject({ ok: true });
});

test("[B5] an address that connects too often is answered 429, an identity by connect_error", async () => {
  const clock = new Clock();
  const server = await startServer({
    nowMs: clock.nowMs,
    authenticate: bySubject,
    connectsPerMinute: 2,
    identityShare: 1,
    addressShare: 2,
  });
  const auth = { subject: "ada" };
  for (const _ of [1, 2]) await new StockClient(server.url, { auth }).connected();
  expect(await new StockClient(server.url, { auth }).received()).toEqual([
    "connect_error",
    expect.objectContaining({
      data: expect.objectContaining({ code: "rate-limited", retryAfterMs: 30_000 }),
    }),
  ]);
  await new StockClient(server.url, { auth: { subject: "bob" } }).connected();
  const answer = await fetch(`${server.url}/${polling}`);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "15"]);
  expect(await answer.json()).toMatchObject({ code: "rate-limited", retryAfterMs: 15_000 });
  expect(reached(server)).toEqual(["connects of one identity", "connects of one address"]);
});

test("[B6] sockets per address, all sockets and unauthenticated sockets are limited", async () => {
  const statusWith = async (options: object, isLetIn = true) => {
    const { url } = await startServer(options);
    const first = isLetIn
      ? await new StockClient(url).connected()
      : await new RawSocket(url).opened();
    const answer = await fetch(`${url}/${polling}`);
    const { code } = (await answer.json()) as { code: string };
    if (first instanceof StockClient) first.socket.disconnect();
    else first.end();
    await expect.poll(async () => (await fetch(`${url}/${polling}`)).status).toBe(200);
    return [answer.status, code];
  };
  expect(await statusWith({ maxSocketsPerAddress: 1 })).toEqual([429, "rate-limited"]);
  expect(await statusWith({ maxSockets: 1 })).toEqual([503, "unavailable"]);
  expect(await statusWith({ maxUnauthenticatedSockets: 1 }, false)).toEqual([503, "unavailable"]);
  const { url } = await startServer({ maxUnauthenticatedSockets: 1 });
  for (const _ of [1, 2, 3]) await new StockClient(url).connected();
});

test("[B6] concurrent handshakes do not exceed the maximum number of sockets", async () => {
  for (const options of [{ maxSocketsPerAddress: 5 }, { maxSockets: 5 }]) {
    const { url } = await startServer(options);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => fetch(`${url}/${polling}`).then(({ status }) => status)),
    );
    expect(answers.filter((status) => status === 200)).toHaveLength(5);
  }
});

test("[B7] the peers of a room and the rooms of an identity are limited", async () => {
  const server = await startServer({
    maxPeersPerRoom: 2,
    maxRoomsPerIdentity: 2,
    authenticate: bySubject,
  });
  const join = async (peerId: string, room: string, subject = peerId) => {
    const client = await new StockClient(server.url, { auth: { subject } }).connected();
    return { client, reply: await client.ask("ready", peerId, { room }) };
  };
  const first = await join("ada", "red", "ada");
  await join("bob", "red");
  expect((await join("cyd", "red")).reply).toMatchObject({ ok: false, code: "room-full" });
  await join("ada", "green", "ada");
  expect((await join("ada2", "green", "ada")).reply).toMatchObject({ ok: true });
  expect((await join("ada", "blue", "ada")).reply).toMatchObject({ ok: false, code: "forbidden" });
  first.client.socket.disconnect();
  await expect
    .poll(async () => (await join("ada", "blue", "ada")).reply)
    .toMatchObject({ ok: true });
  expect((await join("cyd", "red")).reply).toMatchObject({ ok: true });
  expect(reached(server).slice(0, 2)).toEqual(["peers of one room", "rooms of one identity"]);
});

test("[B7] only one of two concurrent joins gets the last place", async () => {
  const { url } = await startServer({ maxPeersPerRoom: 1 });
  const clients = await Promise.all([1, 2, 3, 4].map(() => new StockClient(url).connected()));
  const replies = await Promise.all(clients.map((client, n) => client.ask("ready", `p${n}`)));
  expect(replies.filter((reply) => (reply as { ok: boolean }).ok)).toHaveLength(1);
});

test("[B8] failures are answered later each time, and then the address is blocked, even with the right token", async () => {
  const clock = new Clock();
  const server = await startServer({ nowMs: clock.nowMs, maxFailedAuthentications: 3 });
  const guest = await new StockClient(server.url).connected();
  const started = performance.now();
  for (const guess of ["a", "b", "c"]) {
    const [event] = await new StockClient(server.url, { auth: { token: guess } }).received();
    expect(event).toBe("connect_error");
  }
  // The delays are 100, 200 and 400 ms.
  expect(performance.now() - started).toBeGreaterThan(690);
  const answer = await fetch(`${server.url}/${polling}`);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "1800"]);
  expect(await guest.ask("ready", "ada")).toMatchObject({ ok: true });
  clock.advance(30 * 60_000);
  await new StockClient(server.url).connected();
});

test("[B8] parallel guesses do not exceed the limit and disclose nothing more", async () => {
  const server = await startServer({
    maxFailedAuthentications: 3,
    authenticate: async ({ token: shown }) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (shown === token) return anonymous;
      throw new SignalingError("forbidden", "not you");
    },
  });
  const sockets = await Promise.all(
    Array.from({ length: 20 }, () => new RawSocket(server.url).opened()),
  );
  for (const [number, socket] of sockets.entries()) {
    socket.send(`40${JSON.stringify({ token: number === 19 ? token : `guess ${number}` })}`);
  }
  const answers = await Promise.all(sockets.map((socket) => socket.frame()));
  expect(answers.filter((answer) => answer.includes('"forbidden"'))).toHaveLength(3);
  expect(answers.filter((answer) => answer.includes('"rate-limited"'))).toHaveLength(17);
});

test("[B8] an expired genuine token, and a refusal after the connection, are not failures", async () => {
  const { url } = await startServer({
    maxFailedAuthentications: 1,
    authenticate: ({ kind }) => {
      if (kind === "over") throw new SignalingError("token-expired", "over");
      return anonymous;
    },
  });
  await new StockClient(url, { auth: { kind: "over" } }).received();
  const ada = await new StockClient(url, { auth: { kind: "fine" } }).connected();
  expect(await ada.ask("ready", "all")).toMatchObject({ ok: false });
  expect(await ada.ask("ready", "ada", { session: { id: "x", secret: "y" } })).toMatchObject({});
  await new StockClient(url, { auth: { kind: "fine" } }).connected();
});

test("[B9] a socket that does not authenticate in time is closed", async () => {
  const server = await startServer({ connectSeconds: 1 });
  const silent = await new RawSocket(server.url).opened();
  const wrong = await new RawSocket(server.url).opened();
  wrong.send('40{"token":"wrong"}');
  const elsewhere = await new RawSocket(server.url).opened();
  elsewhere.send("40/other,");
  await Promise.all([silent.closed, wrong.closed, elsewhere.closed]);
  expect(reached(server)).toEqual(Array(3).fill("connect-seconds of one socket"));
});

test("[B9] an HTTP request that does not arrive in time is answered 408", async () => {
  const server = await startServer({ headersSeconds: 1, requestSeconds: 2 });
  const said = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
      onTestFinished(() => {
        socket.destroy();
      });
      let received = "";
      socket.on("data", (chunk) => {
        received += chunk.toString();
      });
      socket.on("close", () => resolve(received));
    });
  const head = "POST /socket.io/ HTTP/1.1\r\nhost: here\r\n";
  const late = await Promise.all([
    said(""),
    said(head),
    said(`${head}content-length: 10\r\n\r\nhalf`),
  ]);
  expect(late[1]).toMatch(/^HTTP\/1.1 408 /);
  expect(
    reached(server).filter((limit) => limit === "request-seconds of one socket").length,
  ).toBeGreaterThan(1);
});
