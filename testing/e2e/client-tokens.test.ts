import { SignJWT } from "jose";
import { ServerChannel, SignalingError, type TokenSource } from "simple-webrtc-signaling-client";
import type { SignalingServerOptions } from "simple-webrtc-signaling-server";
import { expect, onTestFinished, test, vi } from "vitest";
import { startServerHere } from "../kit/server-here.ts";
import { transportOptions } from "./client-transport.ts";

const secret = "a secret of this test, of 32 bytes or more";
const audience = "signaling";
const issuer = "app";

/** Returns a token that expires after the given seconds. */
function tokenFor(seconds: number, subject = "ada"): Promise<string> {
  return new SignJWT({ exp: Date.now() / 1_000 + seconds })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(subject)
    .setAudience(audience)
    .setIssuer(issuer)
    .sign(new TextEncoder().encode(secret));
}

function startServer(options: SignalingServerOptions = {}) {
  return startServerHere({
    auth: "jwt",
    jwtSecret: secret,
    jwtAudience: audience,
    jwtIssuer: issuer,
    limits: { expiryGraceSeconds: 0 },
    ...options,
  });
}

function channelTo(url: string, token: TokenSource, peerId = "ada") {
  const channel = new ServerChannel({ url, token, peerId, ...transportOptions });
  const states: string[] = [];
  channel.on("state", (state) => states.push(state));
  onTestFinished(() => channel.disconnect());
  return { channel, states };
}

const next = <Name extends "ready" | "resumed" | "error">(channel: ServerChannel, name: Name) =>
  new Promise<unknown>((resolve) => channel.on(name, resolve));

test("the token function is called at every connect and before the token expires", async () => {
  // A connection outlives the acceptance of its token, so that a client cannot reconnect with the same token.
  const { url, facts } = await startServer({ jwtLeeway: 0, limits: { expiryGraceSeconds: 1 } });
  const token = vi.fn(() => tokenFor(token.mock.calls.length === 1 ? 4 : 600));
  // A second client with the same lifetime is disconnected when the first token would have expired.
  const other = channelTo(url, await tokenFor(4, "bob"), "bob").channel;
  const ended = next(other, "error");
  const { channel, states } = channelTo(url, token);
  await Promise.all([other.connect(), channel.connect()]);
  expect(token).toHaveBeenCalledTimes(1);
  expect(await ended).toMatchObject({ code: "token-expired" });
  // The token of the first client was created a moment later.
  await expect.poll(() => token.mock.calls).toHaveLength(2);
  await channel.send("still here");
  expect(states).toEqual(["connected"]);
  expect(facts.filter(({ type }) => type === "socket.expired")).toHaveLength(1);
});

test("an expired token is replaced, and the session resumes", async () => {
  const { url, facts } = await startServer();
  // The second call, for the refresh, fails, and the first token expires.
  const token = vi.fn(() => {
    if (token.mock.calls.length === 2) throw new Error("the app is away");
    return tokenFor(token.mock.calls.length === 1 ? 1.5 : 600);
  });
  const { channel, states } = channelTo(url, token);
  await channel.connect();
  await next(channel, "resumed");
  expect(states).toEqual(["connected", "reconnecting", "connected"]);
  expect(facts.map(({ type }) => type)).toContain("socket.expired");
});

test("an expired token text closes the channel, and so does a second expired token", async () => {
  const { url } = await startServer({ jwtLeeway: 0 });
  const old = await tokenFor(-10);
  const expired = { code: "token-expired" };
  await expect(channelTo(url, old).channel.connect()).rejects.toMatchObject(expired);
  const token = vi.fn(() => old);
  await expect(channelTo(url, token).channel.connect()).rejects.toMatchObject(expired);
  expect(token).toHaveBeenCalledTimes(2);
});

test("a refused token closes the channel at once, without another call of the token function", async () => {
  const { url } = await startServer();
  const token = vi.fn(() => "nonsense");
  const { channel } = channelTo(url, token);
  await expect(channel.connect()).rejects.toMatchObject({ code: "forbidden" });
  expect(token).toHaveBeenCalledTimes(1);
  expect(channel.state).toBe("closed");
});

test("a failing token function fails the first connect; a later connect retries", async () => {
  const { url } = await startServer();
  const failing = channelTo(url, () => Promise.reject(new Error("signed out"))).channel;
  const error: unknown = await failing.connect().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SignalingError);
  expect(error).toMatchObject({ code: "unavailable", cause: new Error("signed out") });
  const token = vi.fn(() => {
    if ([2, 3].includes(token.mock.calls.length)) throw new Error("the app is away");
    return tokenFor(token.mock.calls.length === 1 ? 1.5 : 600);
  });
  const { channel, states } = channelTo(url, token);
  await channel.connect();
  await next(channel, "resumed");
  expect(token).toHaveBeenCalledTimes(4);
  expect(states).toEqual(["connected", "reconnecting", "connected"]);
});

test("a connect is repeated if authentication is unavailable", async () => {
  let isAway = true;
  const { url } = await startServer({
    authenticate: () => {
      if (!isAway) return { permissions: [] };
      isAway = false;
      throw new SignalingError("unavailable", "the user store is away");
    },
  });
  await channelTo(url, "anything").channel.connect();
});
