import { expect, test } from "vitest";
import { RawSocket } from "./raw-socket.ts";
import { freeze, sessionClient } from "./session-client.ts";
import { startServer } from "./start-server.ts";
import { peer, StockClient } from "./stock-client.ts";
import { jwt, tokenOf } from "./tokens.ts";

const key = "a key for the sessions of these tests";
const quick = { sessionGrace: 1 };
const adminToken = "an administrator of these tests";

test("[E1] only a client that requests a session receives one, with a secret", async () => {
  const { url } = await startServer();
  const ada = await sessionClient(url);
  const value = await ada.ready("ada");
  expect(value).toMatchObject({ peerId: "ada", isResumed: false, revision: 0, peers: [] });
  expect(value.session).toMatchObject({ graceSeconds: 30 });
  expect(Buffer.from(value.session.secret, "base64url").length).toBeGreaterThan(16);
  const stock = await new StockClient(url).connected();
  expect(await stock.ask("ready", "bob")).toEqual({
    ok: true,
    value: {
      peerId: "bob",
      room: "lobby",
      socketId: stock.socket.id,
      peers: [{ peerId: "ada", socketId: ada.socket.id, metadata: null }],
    },
  });
});

test("[E2] a client resumes its session under the same id, without an announcement", async () => {
  const { url } = await startServer();
  const ada = await sessionClient(url);
  const bob = await peer(url, "bob");
  const { session } = await ada.ready("ada", { metadata: "of ada" });
  await bob.envelope();
  const carol = await sessionClient(url);
  await carol.ready("carol");
  await bob.envelope();
  ada.lose();

  const again = await sessionClient(url);
  const claim = { session: { ...session, attempt: 1 }, metadata: "without effect" };
  const value = await again.ready("ada", claim);

  expect(value).toMatchObject({ isResumed: true, session: { id: session.id } });
  expect(value.session.secret).not.toBe(session.secret);
  expect(value.peers.map(({ peerId }) => peerId)).toEqual(["bob", "carol"]);
  expect(await bob.ask("messageOne", { target: "ada", message: "still you?" })).toMatchObject({
    ok: true,
  });
  expect(await again.envelope()).toMatchObject({ from: "bob", message: "still you?" });
  await bob.receivedNothingMore("bob");
  const { peers } = await carol.roster();
  expect(peers).toContainEqual({
    peerId: "ada",
    socketId: again.socket.id,
    sessionId: session.id,
    metadata: "of ada",
  });
});

test("[E3] a resume disconnects the old connection, whose further events are refused", async () => {
  const { url } = await startServer();
  const ada = await sessionClient(url);
  const { session } = await ada.ready("ada");
  const bob = await peer(url, "bob");
  const again = await sessionClient(url);
  await again.ready("ada", { session: { ...session, attempt: 1 } });
  expect(await ada.received()).toMatchObject(["signalingError", { code: "peer-replaced" }]);
  expect((await ada.received())[1]).toBe("io server disconnect");
  await bob.receivedNothingMore("bob");
});

test("[E4] a secret is valid until the client shows the next one, so that a lost reply does no harm", async () => {
  const { url } = await startServer();
  const first = await (await sessionClient(url)).ready("ada");
  const resume = async (secret: string, attempt: number) => {
    const client = await sessionClient(url);
    const { id } = first.session;
    return client.ask("ready", "ada", { session: { id, secret, attempt } });
  };
  const second = (await resume(first.session.secret, 1)) as { value: typeof first };
  expect(await resume(first.session.secret, 2)).toMatchObject({ ok: true });
  expect(await resume(second.value.session.secret, 3)).toMatchObject({ code: "session-lost" });
});

test("[E5] a delayed attempt does not end a later one", async () => {
  const { url } = await startServer();
  const { session } = await (await sessionClient(url)).ready("ada");
  const slow = await sessionClient(url);
  const later = await sessionClient(url);
  await later.ready("ada", { session: { ...session, attempt: 2 } });
  const reply = await slow.ask("ready", "ada", { session: { ...session, attempt: 1 } });
  expect(reply).toMatchObject({ ok: false, code: "session-lost" });
  expect(await later.ask("messageOne", { target: "ada", message: "I stay" })).toMatchObject({
    ok: true,
  });
});

test.each([
  ["another secret", { secret: "of nobody" }, {}],
  ["no such session", { id: "none" }, {}],
  ["another id", {}, { peerId: "eve" }],
  ["another room", {}, { room: "attic" }],
])(
  "[E6] session-lost: %s; the same socket may then join without a session",
  async (_, claim, place) => {
    const { url } = await startServer();
    const ada = await sessionClient(url);
    const { session } = await ada.ready("ada");
    const eve = await sessionClient(url);
    const { peerId = "ada", ...room } = place as { peerId?: string };
    const asked = { ...room, session: { ...session, attempt: 1, ...claim } };
    expect(await eve.ask("ready", peerId, asked)).toMatchObject({
      ok: false,
      code: "session-lost",
    });
    expect(await eve.ready("eve")).toMatchObject({ isResumed: false });
    expect(await ada.ask("messageOne", { target: "ada", message: "here" })).toMatchObject({
      ok: true,
    });
  },
);

test("[E6] another identity with the secret cannot resume the session", async () => {
  const { url } = await startServer(jwt);
  const ada = await sessionClient(url, { auth: { token: tokenOf({ sub: "ada" }) } });
  const { session } = await ada.ready("ada");
  const eve = await sessionClient(url, { auth: { token: tokenOf({ sub: "eve" }) } });
  const reply = await eve.ask("ready", "ada", { session: { ...session, attempt: 1 } });
  expect(reply).toMatchObject({ ok: false, code: "session-lost" });
});

test("[E7] an away peer keeps its id, and messages to it are refused with peer-away", async () => {
  const { url, facts } = await startServer();
  const ada = await sessionClient(url);
  await ada.ready("ada");
  const bob = await peer(url, "bob");
  ada.lose();
  await expect.poll(() => facts.some(({ type }) => type === "peer.away")).toBe(true);
  expect(await bob.ask("messageOne", { target: "ada", message: "?" })).toMatchObject({
    code: "peer-away",
  });
  const eve = await new StockClient(url).connected();
  expect(await eve.ask("ready", "ada")).toMatchObject({ code: "peer-id-taken" });
});

test("[E8] after the grace period the peer leaves and cannot resume its session", async () => {
  const { url } = await startServer(quick);
  const ada = await sessionClient(url);
  const { session } = await ada.ready("ada");
  const bob = await peer(url, "bob");
  const carol = await sessionClient(url);
  await carol.ready("carol");
  expect(await bob.envelope()).toMatchObject({ from: "carol", action: "open" });
  ada.lose();
  expect(await bob.envelope()).toMatchObject({ from: "ada", action: "close" });
  expect(await carol.nextLeft()).toEqual([{ peerId: "ada", sessionId: session.id }]);
  const again = await sessionClient(url);
  const reply = await again.ask("ready", "ada", { session: { ...session, attempt: 1 } });
  expect(reply).toMatchObject({ code: "session-lost" });
});

test("[E9] an explicit disconnect is a leave at once; for stock clients any disconnect is", async () => {
  const { url } = await startServer();
  const watcher = await peer(url, "watcher");
  const ada = await sessionClient(url);
  await ada.ready("ada");
  await watcher.envelope();
  ada.socket.disconnect();
  expect(await watcher.envelope()).toMatchObject({ from: "ada", action: "close" });
  const bob = await peer(url, "bob");
  await watcher.envelope();
  bob.socket.io.engine.close();
  expect(await watcher.envelope()).toMatchObject({ from: "bob", action: "close" });
});

test("[E10] clients with a session receive fromSession, and messages to an old session are refused", async () => {
  const { url } = await startServer();
  const ada = await sessionClient(url);
  const { session } = await ada.ready("ada");
  const bob = await sessionClient(url);
  const of = (await bob.ready("bob")).session.id;
  const message = "hello";
  await ada.ask("messageOne", { target: "bob", targetSession: of, message });
  expect(await bob.envelope()).toEqual({
    from: "ada",
    fromSession: session.id,
    target: "bob",
    message,
  });
  await ada.ask("message", { message });
  expect(await bob.envelope()).toEqual({
    from: "ada",
    fromSession: session.id,
    target: "all",
    message,
  });
  const reply = await ada.ask("messageOne", {
    target: "bob",
    targetSession: "an old one",
    message,
  });
  expect(reply).toMatchObject({ code: "peer-replaced" });
});

test("[E11] a connection of the same user takes over the id at once, with a new session", async () => {
  const { url } = await startServer(jwt);
  const auth = { token: tokenOf({ sub: "ada" }) };
  const old = await peer(url, "ada", { auth });
  const watcher = await peer(url, "watcher", { auth: { token: tokenOf({ sub: "watcher" }) } });
  const hasty = await new StockClient(url, { auth }).connected();
  expect(await hasty.ask("ready", "ada")).toMatchObject({ code: "rate-limited" });
  const back = await new StockClient(url, { auth }).connected();
  await expect.poll(() => back.ask("ready", "ada"), { timeout: 3_000 }).toMatchObject({ ok: true });
  expect(await old.received()).toMatchObject(["message", { from: "watcher" }]);
  expect(await old.received()).toMatchObject(["signalingError", { code: "peer-replaced" }]);
  expect((await old.received())[1]).toBe("io server disconnect");
  expect(await watcher.envelope()).toMatchObject({ from: "ada", action: "close" });
  expect(await watcher.envelope()).toMatchObject({ from: "ada", action: "open" });
  expect(await back.ask("messageOne", { target: "watcher", message: 1 })).toMatchObject({
    ok: true,
  });
});

test("[E15] a ready on an earlier connection that may be delayed does not take the id of a later connection", async () => {
  const { url } = await startServer({ ...jwt, pingSeconds: 60, pingTimeoutSeconds: 60 });
  const auth = { token: tokenOf({ sub: "ada" }) };
  const earlier = await sessionClient(url, { auth });
  const later = await peer(url, "ada", { auth });
  expect(await earlier.ask("ready", "ada", { session: true })).toMatchObject({
    ok: false,
    code: "peer-replaced",
  });
  earlier.socket.emit("ready", "ada");
  expect(await earlier.received()).toMatchObject([
    "signalingError",
    { code: "peer-replaced", event: "ready" },
  ]);
  await later.receivedNothingMore("ada");
  // The socket is still a visitor.
  expect(await earlier.ready("ada's other device")).toMatchObject({ isResumed: false });
});

test("[E15] connections are ordered by their handshakes, not by their authentication", async () => {
  const patient = { connectSeconds: 60, pingSeconds: 60, pingTimeoutSeconds: 60 };
  const { url } = await startServer({ ...jwt, ...patient });
  const token = tokenOf({ sub: "ada" });
  const earlier = await new RawSocket(url).opened();
  const later = await peer(url, "ada", { auth: { token } });
  earlier.send(`40${JSON.stringify({ token })}`);
  await earlier.frame();
  earlier.send('420["ready","ada"]');
  expect(await earlier.frame()).toContain('"code":"peer-replaced"');
  await later.receivedNothingMore("ada");
});

test("[E15] after both heartbeat times an earlier connection may take the id", async () => {
  const { url } = await startServer({ ...jwt, pingSeconds: 1, pingTimeoutSeconds: 1 });
  const auth = { token: tokenOf({ sub: "ada" }) };
  const earlier = await sessionClient(url, { auth });
  const later = await sessionClient(url, { auth });
  await later.ready("ada");
  await expect
    .poll(() => earlier.ask("ready", "ada"), { timeout: 10_000 })
    .toMatchObject({ ok: true });
  expect(await later.received()).toMatchObject(["signalingError", { code: "peer-replaced" }]);
});

test("[E12] a holder that does not respond within a second loses its id; a holder that responds keeps it", async () => {
  const { url } = await startServer();
  const ghost = await peer(url, "ada");
  const watcher = await peer(url, "watcher");
  const first = await new StockClient(url).connected();
  expect(await first.ask("ready", "ada")).toMatchObject({ code: "peer-id-taken" });
  freeze(ghost);
  const second = await new StockClient(url).connected();
  expect(await second.ask("ready", "ada")).toMatchObject({ ok: true });
  expect(await watcher.envelope()).toMatchObject({ from: "ada", action: "close" });
  expect(await watcher.envelope()).toMatchObject({ from: "ada", action: "open" });
});

test("[E13] a session continues on the next process with the same key, and is lost without a key", async () => {
  const first = await startServer({ sessionKey: key });
  const { session } = await (await sessionClient(first.url)).ready("ada");
  await first.close();
  const claim = { session: { ...session, attempt: 1 } };

  const next = await startServer({ sessionKey: key });
  const value = await (await sessionClient(next.url)).ready("ada", claim);
  expect(value).toMatchObject({ isResumed: true, session: { id: session.id } });
  expect(value.gatheringMs).toBeGreaterThan(0);

  const other = await startServer();
  const refused = await (await sessionClient(other.url)).ask("ready", "ada", claim);
  expect(refused).toMatchObject({ code: "session-lost" });
});

test("[E13] a session that ended in this process is lost, even with a secret of the last process", async () => {
  const first = await startServer({ sessionKey: key });
  const { session } = await (await sessionClient(first.url)).ready("ada");
  await first.close();
  const next = await startServer({ sessionKey: key });
  const ada = await sessionClient(next.url);
  await ada.ready("ada", { session: { ...session, attempt: 1 } });
  ada.socket.disconnect();
  await expect.poll(() => next.facts.some(({ type }) => type === "peer.left")).toBe(true);
  const again = await sessionClient(next.url);
  const reply = await again.ask("ready", "ada", { session: { ...session, attempt: 2 } });
  expect(reply).toMatchObject({ code: "session-lost" });
});

test("[E14] a kicked peer cannot resume its session, whether it is connected or away", async () => {
  const { url, facts } = await startServer({ adminToken });
  const ada = await sessionClient(url);
  const { session } = await ada.ready("ada");
  const watcher = await peer(url, "watcher");
  ada.lose();
  await expect.poll(() => facts.some(({ type }) => type === "peer.away")).toBe(true);
  const headers = { authorization: `Bearer ${adminToken}` };
  const { status } = await fetch(`${url}/admin/rooms/lobby/peers/ada`, {
    method: "DELETE",
    headers,
  });
  expect(status).toBe(200);
  expect(await watcher.envelope()).toMatchObject({ from: "ada", action: "close" });
  const again = await sessionClient(url);
  const claim = { ...session, attempt: 1 };
  const stranger = { session: { ...claim, secret: "not its secret" } };
  expect(await again.ask("ready", "ada", stranger)).toMatchObject({ code: "session-lost" });
  expect(await again.ask("ready", "ada", { session: claim })).toMatchObject({ code: "kicked" });
});
