import { createHmac } from "node:crypto";
import type { IceServersValue } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import type { SignalingServerOptions } from "../src/index.ts";
import { Clock } from "./clock.ts";
import { startServer, token } from "./start-server.ts";
import { peer } from "./stock-client.ts";
import { jwt, nowSeconds, tokenOf } from "./tokens.ts";

const turnSecret = "a secret of these tests, and of the TURN server";

const startTurnServer = (options: SignalingServerOptions = {}) =>
  startServer({ ...jwt, turnUrls: ["turn:turn.example"], turnSecret: [turnSecret], ...options });

async function ask(url: string, bearer?: string, path = "ice-servers") {
  const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
  const answer = await fetch(`${url}/${path}`, { headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as unknown };
}

test("[T4] a user with a peer receives ICE servers by HTTP", async () => {
  const { url } = await startTurnServer();
  const peerId = "a name that random bytes do not contain";
  const ada = await peer(url, peerId, { auth: { token: tokenOf() }, room: "anywhere" });
  const { status, headers, body } = await ask(url, tokenOf());
  expect(status).toBe(200);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("access-control-allow-origin")).toBe("*");
  const { iceServers, ttlSeconds } = body as IceServersValue;
  const username = String(iceServers[0]?.username);
  expect(ttlSeconds).toBe(600);
  expect(iceServers).toEqual([
    {
      urls: ["turn:turn.example"],
      username: expect.stringMatching(/^\d+:[\w-]{22}$/),
      credential: createHmac("sha1", turnSecret).update(username).digest("base64"),
    },
  ]);
  expect(username).not.toContain(peerId);
  const left = new Promise((resolve) => ada.socket.once("disconnect", resolve));
  ada.socket.disconnect();
  await left;
  // The server notices the disconnect a moment later.
  await expect.poll(() => ask(url, tokenOf()).then(({ status }) => status)).toBe(403);
});

test("[T4] a user without a peer, and a client without a token, receive no ICE servers", async () => {
  const { url } = await startTurnServer();
  await peer(url, "ada", { auth: { token: tokenOf() } });
  for (const bearer of [undefined, "", "wrong", tokenOf({ exp: nowSeconds() - 600 })]) {
    const { status, headers, body } = await ask(url, bearer);
    expect([status, headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(Object.keys(body as object)).toEqual(["error"]);
  }
  const stranger = await ask(url, tokenOf({ sub: "bob" }));
  expect(stranger).toMatchObject({ status: 403, body: { error: expect.any(String) } });
  const post = await fetch(`${url}/ice-servers`, { method: "POST" });
  expect(post.status).toBe(405);
});

test("[T4] a token without a subject receives no ICE servers", async () => {
  const options = { turnUrls: ["turn:turn.example"], turnSecret: [turnSecret] };
  const shared = await startServer(options);
  await peer(shared.url, "ada");
  expect(await ask(shared.url, token)).toMatchObject({ status: 403 });
  const open = await startServer({ ...options, auth: "none" });
  await peer(open.url, "ada");
  expect(await ask(open.url, "anything")).toMatchObject({ status: 403 });
});

test("[T5] one identity may send six requests per minute", async () => {
  const clock = new Clock();
  const { url, facts } = await startTurnServer({ nowMs: clock.nowMs });
  await peer(url, "ada", { auth: { token: tokenOf() } });
  await peer(url, "bob", { auth: { token: tokenOf({ sub: "bob" }) } });
  for (const _ of Array.from({ length: 6 })) {
    expect(await ask(url, tokenOf())).toMatchObject({ status: 200 });
  }
  const { status, headers, body } = await ask(url, tokenOf());
  expect([status, headers.get("retry-after")]).toEqual([429, "10"]);
  expect(body).toEqual({
    error: expect.any(String),
    code: "rate-limited",
    retryAfterMs: 10_000,
  });
  expect(facts).toContainEqual({ type: "limit.reached", limit: "ice-servers", of: "identity" });
  expect(await ask(url, tokenOf({ sub: "bob" }))).toMatchObject({ status: 200 });
  clock.advance(10_000);
  expect(await ask(url, tokenOf())).toMatchObject({ status: 200 });
  expect(await ask(url, tokenOf())).toMatchObject({ status: 429 });
});

test("[T5] an authentication by HTTP counts as a connection of the address", async () => {
  const clock = new Clock();
  const { url } = await startTurnServer({
    nowMs: clock.nowMs,
    connectsPerMinute: 1,
    addressShare: 3,
  });
  for (const _ of Array.from({ length: 3 })) {
    expect(await ask(url, tokenOf())).toMatchObject({ status: 403 });
  }
  expect(await ask(url, tokenOf())).toMatchObject({ status: 429, body: { code: "rate-limited" } });
});

const withToken = ["ice-servers", "connections"] as const;

test.each(withToken)(
  "[T6] a wrong token at GET /%s is a failure of its address, a missing or genuine token is not",
  async (path) => {
    const clock = new Clock();
    const { url } = await startTurnServer({ nowMs: clock.nowMs, maxFailedAuthentications: 2 });
    await peer(url, "ada", { auth: { token: tokenOf() } });
    for (const harmless of [undefined, tokenOf({ exp: nowSeconds() - 600 }), tokenOf()]) {
      for (const _ of [1, 2, 3]) expect((await ask(url, harmless, path)).status).not.toBe(429);
    }
    const startMs = Date.now();
    expect(await ask(url, "wrong", path)).toMatchObject({ status: 401 });
    expect(await ask(url, "wrong", path)).toMatchObject({ status: 401 });
    // The delays are 100 and 200 ms.
    expect(Date.now() - startMs).toBeGreaterThanOrEqual(290);
    const admin = tokenOf({ permissions: ["admin"] });
    const { status, headers, body } = await ask(url, admin, path);
    expect([status, headers.get("retry-after")]).toEqual([429, "1800"]);
    expect(body).toMatchObject({ code: "rate-limited" });
    const connecting = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    expect(connecting.status).toBe(429);
    clock.advance(30 * 60_000);
    expect((await ask(url, admin, path)).status).not.toBe(429);
  },
);
