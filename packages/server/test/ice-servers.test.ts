import { createHmac } from "node:crypto";
import type { IceServersValue } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import type { SignalingServerOptions } from "../src/index.ts";
import { Inbox } from "./inbox.ts";
import { startServer } from "./start-server.ts";
import { StockClient, type StockClientOptions } from "./stock-client.ts";

const turnSecret = "a secret of these tests, and of the TURN server";
const older = "the secret before that one, of 32 bytes or more";
const stun = { urls: "stun:stun.example:3478" };

const turn = {
  iceServers: [stun],
  turnUrls: ["turn:turn.example:3478?transport=udp", "turns:turn.example:443?transport=tcp"],
  turnSecret: [turnSecret, older],
} as const satisfies Readonly<Record<string, unknown>>;

const startTurnServer = (options: SignalingServerOptions = {}) =>
  startServer({
    iceServers: [...turn.iceServers],
    turnUrls: [...turn.turnUrls],
    turnSecret: [...turn.turnSecret],
    ...options,
  });

type Value = IceServersValue & Readonly<Record<string, unknown>>;

/** Becomes a peer that requests ICE servers. Returns the value of the reply. */
async function joined(client: StockClient, peerId: string, options: object = {}): Promise<Value> {
  const reply = await client.ask("ready", peerId, { iceServers: true, ...options });
  expect(reply).toMatchObject({ ok: true });
  return (reply as { value: Value }).value;
}

const visitor = (url: string, options?: StockClientOptions) =>
  new StockClient(url, options).connected();

function turnServerOf({ iceServers }: IceServersValue) {
  const [server] = iceServers;
  const [expiry, id] = String(server?.username).split(":");
  return { ...server, expiry: Number(expiry), id };
}

test("[T1] a client that requests ICE servers receives them in the reply to ready", async () => {
  const { url } = await startTurnServer();
  const value = await joined(await visitor(url), "ada");
  expect(Object.keys(value).sort()).toEqual(
    ["iceServers", "peerId", "peers", "room", "socketId", "ttlSeconds"].sort(),
  );
  expect(value.iceServers).toEqual([
    { urls: turn.turnUrls, username: expect.any(String), credential: expect.any(String) },
    stun,
  ]);
  expect(value.ttlSeconds).toBe(600);
});

test("[T1] without TURN there is no ttlSeconds, without servers the list is empty", async () => {
  const fixed = await startServer({ iceServers: [stun] });
  const value = await joined(await visitor(fixed.url), "ada");
  expect(value.iceServers).toEqual([stun]);
  expect(value).not.toHaveProperty("ttlSeconds");
  const none = await startServer();
  expect((await joined(await visitor(none.url), "ada")).iceServers).toEqual([]);
});

test.each([undefined, null, {}, { iceServers: null }, { iceServers: false }])(
  "[T1] a client that does not request ICE servers (%j) receives none",
  async (options) => {
    const { url } = await startTurnServer({ turnTtl: 20, limits: { turnRenewal: 0.001 } });
    const ada = await visitor(url);
    const received: string[] = [];
    ada.socket.onAny((event: string) => received.push(event));
    const reply = await ada.ask("ready", "ada", ...(options === undefined ? [] : [options]));
    // Not the whole text: a random socket id may contain each of these words.
    const { value } = reply as { readonly value: object };
    expect(Object.keys(value).sort()).toEqual(["peerId", "peers", "room", "socketId"]);
    // By then a peer that requested ICE servers has received renewed ones twice.
    const bob = await visitor(url);
    const renewals = renewalsOf(bob);
    await joined(bob, "bob");
    await renewals.take();
    await renewals.take();
    await ada.envelope();
    await ada.envelope();
    await ada.receivedNothingMore("ada");
    expect(new Set(received)).toEqual(new Set(["message"]));
  },
);

test("[T1] a malformed request is refused, and a client that does not become a peer receives none", async () => {
  const { url } = await startTurnServer();
  const ada = await visitor(url);
  for (const iceServers of ["yes", 1, [], {}]) {
    expect(await ada.ask("ready", "ada", { iceServers })).toMatchObject({ code: "bad-message" });
  }
  await joined(ada, "ada");
  const other = await visitor(url);
  const reply = await other.ask("ready", "ada", { iceServers: true });
  expect(Object.keys(reply as object).sort()).toEqual(["code", "ok", "reason"]);
});

test("[T2] a credential is the HMAC of the expiry and an opaque id, with the first secret", async () => {
  const { url, facts } = await startTurnServer({ turnTtl: 60 });
  const before = Math.floor(Date.now() / 1_000);
  const peerId = "a name that random bytes do not contain";
  const value = await joined(await visitor(url), peerId, { metadata: peerId });
  const { username = "", credential, expiry, id } = turnServerOf(value);
  expect(username).toMatch(/^\d+:[\w-]{22}$/);
  expect(expiry).toBeGreaterThanOrEqual(before + 60);
  expect(expiry).toBeLessThanOrEqual(Math.ceil(Date.now() / 1_000) + 60);
  expect(credential).toBe(createHmac("sha1", turnSecret).update(username).digest("base64"));
  const other = turnServerOf(await joined(await visitor(url), "bob"));
  expect(other.id).not.toBe(id);
  // The username contains no public data of the peer, in clear text or as bytes.
  for (const known of [peerId, String(value["socketId"])]) {
    expect(id).not.toContain(known);
    expect(Buffer.from(String(id), "base64url").includes(known)).toBe(false);
  }
  expect(JSON.stringify(facts)).not.toContain(String(credential));
});

function renewalsOf({ socket }: StockClient): Inbox<IceServersValue> {
  const inbox = new Inbox<IceServersValue>();
  (socket as { on(event: string, received: (value: IceServersValue) => void): unknown }).on(
    "iceServers",
    (value) => inbox.put(value),
  );
  return inbox;
}

test("[T3] new credentials for the same id are sent before each expiry, until the peer leaves", async () => {
  const { url, facts } = await startTurnServer({ turnTtl: 20, limits: { turnRenewal: 0.06 } });
  const ada = await visitor(url);
  const renewals = renewalsOf(ada);
  const startMs = Date.now();
  const first = turnServerOf(await joined(ada, "ada"));
  const second = await renewals.take();
  const third = turnServerOf(await renewals.take());
  // Two renewals take at least 2 × 20 s × 0.06 × 0.9.
  expect(Date.now() - startMs).toBeGreaterThanOrEqual(2 * 1_200 * 0.9 - 20);
  expect(second).toMatchObject({ ttlSeconds: 20, iceServers: [{ urls: turn.turnUrls }, stun] });
  expect(third.expiry).toBeGreaterThan(first.expiry);
  expect([turnServerOf(second).id, third.id]).toEqual([first.id, first.id]);
  ada.socket.disconnect();
  const bob = await visitor(url);
  const ofBob = renewalsOf(bob);
  await joined(bob, "bob");
  await ofBob.take();
  await ofBob.take();
  expect(renewals.size).toBe(0);
  expect(facts.filter(({ type }) => type === "request.failed")).toEqual([]);
});
