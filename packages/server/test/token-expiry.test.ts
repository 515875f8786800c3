import { limits } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import { anonymous } from "../src/index.ts";
import { connectOutcome } from "./connect-outcome.ts";
import { type RunningServer, startServer } from "./start-server.ts";
import { peer, StockClient } from "./stock-client.ts";
import { jwt, type Members, nowSeconds, tokenOf } from "./tokens.ts";

/** An expiry that a test waits for. A busy machine has enough time to connect and to refresh before. */
const soon = () => Date.now() / 1_000 + 2.5;

const startWithoutGrace = () => startServer({ ...jwt, limits: { expiryGraceSeconds: 0 } });

async function bearer({ url }: RunningServer, over: Members): Promise<StockClient> {
  return new StockClient(url, { auth: { token: tokenOf(over) } }).connected();
}

test("[J8] the reply to ready contains the expiry of the token, after which the client is disconnected", async () => {
  const server = await startWithoutGrace();
  const bob = await peer(server.url, "bob", { auth: { token: tokenOf() } });
  const exp = soon();
  const ada = await bearer(server, { exp });
  expect(await ada.ask("ready", "ada")).toMatchObject({
    value: { expiresAtMs: Math.floor(exp * 1_000) },
  });
  expect(await bob.envelope()).toMatchObject({ from: "ada", action: "open" });
  await ada.envelope();
  expect(await ada.received()).toEqual([
    "signalingError",
    { code: "token-expired", reason: expect.any(String), event: "connect" },
  ]);
  expect((await ada.received()).slice(0, 2)).toEqual(["disconnect", "io server disconnect"]);
  expect(Date.now()).toBeGreaterThanOrEqual(exp * 1_000);
  expect(await bob.envelope()).toMatchObject({ from: "ada", action: "close" });
  expect(server.facts).toContainEqual({ type: "socket.expired", socketId: expect.any(String) });
});

test("[J8] a visitor is disconnected after the expiry, too, and an expired token does not connect", async () => {
  const server = await startWithoutGrace();
  const visitor = await bearer(server, { exp: soon() });
  expect(await visitor.received()).toMatchObject(["signalingError", { code: "token-expired" }]);
  const late = await connectOutcome(server.url, { token: tokenOf({ exp: nowSeconds() - 40 }) });
  expect(late).toMatchObject({ code: "token-expired" });
  expect(limits.expiryGraceSeconds).toBe(25);
});

test("[J8] [J2] a token that is accepted within the leeway has the full grace period for a refresh", async () => {
  const graceSeconds = 1;
  const server = await startServer({
    ...jwt,
    jwtLeeway: 60,
    limits: { expiryGraceSeconds: graceSeconds },
  });
  const late = () => tokenOf({ exp: nowSeconds() - 55 });
  const acceptedMs = Date.now();
  const ends = await new StockClient(server.url, { auth: { token: late() } }).connected();
  const ada = await new StockClient(server.url, { auth: { token: late() } }).connected();
  expect(await ada.ask("ready", "ada")).toMatchObject({ ok: true });
  await ada.envelope();
  expect(await ada.ask("refresh", { token: late() })).toMatchObject({ ok: true });
  expect(await ada.ask("refresh", { token: tokenOf() })).toMatchObject({ ok: true });
  expect(await ends.received()).toMatchObject(["signalingError", { code: "token-expired" }]);
  expect(Date.now()).toBeGreaterThanOrEqual(acceptedMs + graceSeconds * 1_000);
  await ada.receivedNothingMore("ada");
});

test("[J8] an identity of a hook or a program is refused when it expired before the grace period", async () => {
  const authenticate = ({ seconds }: Readonly<Record<string, unknown>>) => ({
    ...anonymous,
    expiresAtMs: Date.now() - Number(seconds) * 1_000,
  });
  const { url } = await startServer({ authenticate });
  expect(await connectOutcome(url, { seconds: 20 })).toBe("connected");
  expect(await connectOutcome(url, { seconds: 30 })).toMatchObject({ code: "token-expired" });
});

test("[J8] without an expiry there is no expiresAtMs", async () => {
  const { url } = await startServer({ authenticate: () => anonymous });
  const ada = await new StockClient(url).connected();
  const reply = await ada.ask("ready", "ada");
  expect(Object.keys((reply as { value: object }).value)).not.toContain("expiresAtMs");
  expect(await ada.ask("refresh", {})).toEqual({ ok: true, value: {} });
});

test("[J9] a refreshed connection has the permissions and the expiry of the new token", async () => {
  const server = await startWithoutGrace();
  const ada = await bearer(server, { permissions: [] });
  await ada.ask("ready", "ada");
  await ada.envelope();
  expect(await ada.ask("message", 1)).toMatchObject({ code: "forbidden" });
  const exp = nowSeconds() + 600;
  expect(await ada.ask("refresh", { token: tokenOf({ exp }) })).toEqual({
    ok: true,
    value: { expiresAtMs: exp * 1_000 },
  });
  expect(await ada.ask("message", 1)).toMatchObject({ ok: true });
  await ada.receivedNothingMore("ada");
});

test("[J9] a connection that was refreshed in time continues after the expiry of its first token", async () => {
  const server = await startWithoutGrace();
  const ada = await bearer(server, { exp: soon() });
  expect(await ada.ask("refresh", { token: tokenOf() })).toMatchObject({ ok: true });
  await ada.ask("ready", "ada");
  await ada.envelope();
  const ends = await bearer(server, { exp: soon() });
  expect(await ends.received()).toMatchObject(["signalingError", { code: "token-expired" }]);
  await ada.receivedNothingMore("ada");
});

test("[J9] a visitor may refresh, and an earlier expiry applies", async () => {
  const server = await startWithoutGrace();
  const visitor = await bearer(server, {});
  expect(await visitor.ask("refresh", { token: tokenOf({ exp: soon() }) })).toMatchObject({
    ok: true,
  });
  expect(await visitor.received()).toMatchObject(["signalingError", { code: "token-expired" }]);
});

test("[J10] a token of another user, for another room or peer id, or an invalid token has no effect", async () => {
  const server = await startServer(jwt);
  const ada = await bearer(server, {});
  await ada.ask("ready", "ada", { room: "team-red" });
  await ada.envelope();
  const refused: readonly (readonly [unknown, string])[] = [
    [{ token: tokenOf({ sub: "eve" }) }, "forbidden"],
    [{ token: tokenOf({ peerId: "eve" }) }, "forbidden"],
    [{ token: tokenOf({ rooms: ["lobby", "team-blue"] }) }, "forbidden"],
    [{ token: tokenOf({ aud: "another" }) }, "forbidden"],
    [{ token: tokenOf({ exp: 1 }) }, "token-expired"],
    [{ token: "x".repeat(9_000) }, "too-large"],
    [{}, "forbidden"],
    [tokenOf(), "bad-message"],
    [null, "bad-message"],
    [[tokenOf()], "bad-message"],
    [{ token: Buffer.from(tokenOf()) }, "bad-message"],
  ];
  for (const [auth, code] of refused) {
    expect(await ada.ask("refresh", auth)).toMatchObject({ ok: false, code });
  }
  expect(await ada.ask("message", "still here")).toMatchObject({ ok: true });
  ada.socket.emit("refresh", {});
  expect(await ada.received()).toMatchObject(["signalingError", { event: "refresh" }]);
  await ada.receivedNothingMore("ada");
});

test("[J9] [A1] a refresh whose authentication is too slow is refused in time and has no effect", async () => {
  const { url } = await startServer({
    authenticate: ({ key }) => (key === "slow" ? new Promise(() => {}) : anonymous),
    limits: { replySeconds: 0.1 },
  });
  const ada = await peer(url, "ada", { auth: { key: "quick" } });
  expect(await ada.ask("refresh", { key: "slow" })).toMatchObject({ code: "unavailable" });
  await ada.receivedNothingMore("ada");
});
