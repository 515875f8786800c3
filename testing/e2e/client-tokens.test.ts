import { SignJWT } from "jose";
import { SignalingError, SocketIoChannel, type TokenSource } from "simple-webrtc-signaling-client";
import {
  createSignalingServer,
  type Fact,
  type SignalingServerOptions,
} from "simple-webrtc-signaling-server";
import { expect, onTestFinished, test, vi } from "vitest";

const secret = "a secret of this test, of 32 bytes or more";
const audience = "signaling";
const issuer = "app";

/** A token that ends in so many seconds. */
function tokenFor(seconds: number, subject = "ada"): Promise<string> {
  return new SignJWT({ exp: Date.now() / 1_000 + seconds })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(subject)
    .setAudience(audience)
    .setIssuer(issuer)
    .sign(new TextEncoder().encode(secret));
}

async function startServer(options: SignalingServerOptions = {}) {
  const facts: Fact[] = [];
  const server = createSignalingServer({
    host: "127.0.0.1",
    port: 0,
    auth: "jwt",
    jwtSecret: secret,
    jwtAudience: audience,
    jwtIssuer: issuer,
    report: (fact) => facts.push(fact),
    limits: { expiryGraceSeconds: 0 },
    ...options,
  });
  onTestFinished(server.close);
  const { url } = await server.listen();
  return { url, facts };
}

function channelTo(url: string, token: TokenSource, peerId = "ada") {
  const channel = new SocketIoChannel({ url, token, peerId });
  const states: string[] = [];
  channel.on("state", (state) => states.push(state));
  onTestFinished(() => channel.disconnect());
  return { channel, states };
}

const next = <Name extends "ready" | "resumed" | "error">(channel: SocketIoChannel, name: Name) =>
  new Promise<unknown>((resolve) => channel.on(name, resolve));

test("a function is asked at every connect, and ahead of the end", async () => {
  // A connection ends later than its token is accepted, so that a client cannot connect with it once more.
  const { url, facts } = await startServer({ jwtLeeway: 0, limits: { expiryGraceSeconds: 1 } });
  const token = vi.fn(() => tokenFor(token.mock.calls.length === 1 ? 4 : 600));
  // Another client with the first one's time ends when that would have ended.
  const other = channelTo(url, await tokenFor(4, "bob"), "bob").channel;
  const ended = next(other, "error");
  const { channel, states } = channelTo(url, token);
  await Promise.all([other.connect(), channel.connect()]);
  expect(token).toHaveBeenCalledTimes(1);
  expect(await ended).toMatchObject({ code: "token-expired" });
  expect(token).toHaveBeenCalledTimes(2);
  await channel.send("still here");
  expect(states).toEqual(["connected"]);
  expect(facts.filter(({ type }) => type === "socket.expired")).toHaveLength(1);
});

test("a token that has ended is replaced, and the session goes on", async () => {
  const { url, facts } = await startServer();
  // The second time, for the refresh, there is none, and the first one ends.
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

test("a text that has ended ends the channel, as does a second token that has", async () => {
  const { url } = await startServer({ jwtLeeway: 0 });
  const old = await tokenFor(-10);
  const expired = { code: "token-expired" };
  await expect(channelTo(url, old).channel.connect()).rejects.toMatchObject(expired);
  const token = vi.fn(() => old);
  await expect(channelTo(url, token).channel.connect()).rejects.toMatchObject(expired);
  expect(token).toHaveBeenCalledTimes(2);
});

test("a refused token ends the channel at once, and no token is asked for again", async () => {
  const { url } = await startServer();
  const token = vi.fn(() => "nonsense");
  const { channel } = channelTo(url, token);
  await expect(channel.connect()).rejects.toMatchObject({ code: "forbidden" });
  expect(token).toHaveBeenCalledTimes(1);
  expect(channel.state).toBe("closed");
});

test("where no token can be had, the first connect says so, and a later one tries again", async () => {
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

test("a server that cannot decide now is asked again", async () => {
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
