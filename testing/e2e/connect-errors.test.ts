import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import {
  joinRoom,
  ServerChannel,
  type ServerChannelOptions,
  SignalingError,
} from "simple-webrtc-signaling-client";
import { expect, onTestFinished, test } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { startServerHere } from "../kit/server-here.ts";
import { startSignaling } from "./client/signaling.ts";
import { transportOptions } from "./client-transport.ts";
import { startUpgradeProxy } from "./upgrade-proxy.ts";

/** A delay that exceeds the time limit of a test. */
const longMs = 600_000;

/** An HTTP server that is not a signaling server. It answers WebSocket requests like any other request. */
async function startOther(answer: RequestListener): Promise<{ readonly url: string }> {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const status =
  (status: number, headers = {}, body = ""): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

function channelTo(url: string, options: Partial<ServerChannelOptions> = {}) {
  const channel = new ServerChannel({
    url,
    ...transportOptions,
    peerId: "ada",
    timeoutMs: longMs,
    ...options,
  });
  onTestFinished(() => channel.disconnect());
  return channel;
}

async function failure(channel: ServerChannel): Promise<SignalingError> {
  const error: unknown = await channel.connect().catch((reason: unknown) => reason);
  if (error instanceof SignalingError) return error;
  throw error;
}

/** Long enough for an answer on a busy machine. These connects fail at their deadline. */
const shortMs = 5_000;

test.each([
  [401, "forbidden"],
  [403, "forbidden"],
  [404, "unavailable"],
] as const)(
  "[case K7] HTTP status %d fails the first connect at once with %s",
  async (number, code) => {
    const { url } = await startOther(status(number));
    expect(await failure(channelTo(url))).toMatchObject({
      code,
      reason: `no signaling server answers at ${url}/: HTTP status ${number}`,
      cause: { message: `HTTP status ${number}`, status: number },
    });
  },
);

test.each([
  [429, "rate-limited"],
  [503, "unavailable"],
  [502, "unavailable"],
] as const)(
  "[case K7] HTTP status %d is retried: the connect fails at its deadline with %s and the status as its cause",
  async (number, code) => {
    const { url } = await startOther(status(number));
    const error = await failure(channelTo(url, { timeoutMs: shortMs }));
    expect(error).toMatchObject({ code, cause: { message: `HTTP status ${number}` } });
  },
);

test("[case K7] at the deadline, an attempt under way does not hide the reason of the last one", async () => {
  let answered = 0;
  const { url } = await startOther((request, response) => {
    if (request.headers.upgrade) {
      response.writeHead(500).end();
      return;
    }
    answered += 1;
    // Long polling has no answer in the second attempt.
    if (answered === 1) response.writeHead(429).end();
  });
  const error = await failure(channelTo(url, { timeoutMs: shortMs }));
  expect(error).toMatchObject({ code: "rate-limited", cause: { message: "HTTP status 429" } });
  expect(answered).toBe(2);
});

test("[case K7] a server that answers every request with a page is reported at once", async () => {
  const { url } = await startOther(status(200, { "content-type": "text/html" }, "<!doctype html>"));
  const { code, reason } = await failure(channelTo(url));
  expect([code, reason]).toEqual([
    "unavailable",
    `no signaling server answers at ${url}/: it is another kind of server`,
  ]);
});

test("[W1] a refused origin is reported at once with the reason of the server", async () => {
  const url = await startSignaling({ allowedOrigins: ["https://app.example"] });
  expect(await failure(channelTo(url))).toMatchObject({
    code: "forbidden",
    reason: "clients without an Origin header may not connect; add `missing` to ALLOWED_ORIGINS",
  });
});

test("[B5] a rate limit of connects is reported at once if the wait would exceed the deadline", async () => {
  const url = await startSignaling({ connectsPerMinute: 1, addressShare: 1 });
  await channelTo(url, { peerId: "first" }).connect();
  const error = await failure(channelTo(url, { timeoutMs: 20_000 }));
  expect(error).toMatchObject({ code: "rate-limited" });
  expect(error.retryAfterMs).toBeGreaterThan(20_000);
});

test("[B6] a full server is reported with its own reason after the deadline", async () => {
  const url = await startSignaling({ maxSockets: 1 });
  const first = channelTo(url, { peerId: "first" });
  await first.connect();
  const { code, reason } = await failure(channelTo(url, { timeoutMs: shortMs }));
  expect([code, reason]).toEqual([
    "unavailable",
    "the server has reached its limit of sockets; try again later",
  ]);
  // The client waits before it reports the error.
  const later = channelTo(url).connect();
  first.disconnect();
  await later;
});

test.each([
  [
    "a name that does not exist",
    "unavailable",
    () => ({ url: "http://nobody.invalid" }),
    /ENOTFOUND|EAI_AGAIN/,
  ],
  [
    "an address without a server",
    "unavailable",
    () => ({ url: "http://127.0.0.1:9" }),
    /ECONNREFUSED|bad port/,
  ],
  [
    "TLS, which the server does not speak",
    "unavailable",
    (url: string) => ({ url: url.replace("http", "https") }),
    /SSL|EPROTO/i,
  ],
] as const)("[case K7] %s is the cause of the error", async (_, code, options, cause) => {
  const url = await startSignaling();
  const channel = channelTo("", { timeoutMs: shortMs, ...options(url) });
  const error = await failure(channel);
  expect(error.code).toBe(code);
  expect(String((error.cause as Error).message)).toMatch(cause);
  expect(error.reason).toContain((error.cause as Error).message);
});

test("[case K7] a path without a signaling server is reported at once", async () => {
  const url = await startSignaling();
  expect(await failure(channelTo(url, { path: "/nothing/" }))).toMatchObject({
    code: "unavailable",
    cause: { message: "HTTP status 404" },
  });
});

test.each([401, 403, 404, 502])(
  "[case K7] a channel keeps reconnecting while the proxy of its server answers %d",
  async (status) => {
    const proxy = await startUpgradeProxy(await startSignaling());
    const channel = channelTo(proxy.url);
    const errors: unknown[] = [];
    channel.on("error", (error) => errors.push(error));
    await channel.connect();
    const again = new Promise((resolve) => channel.once("resumed", resolve));
    proxy.status = status;
    proxy.cut();
    const asked = proxy.handshakes.length + 2;
    await expect.poll(() => proxy.handshakes.length, { timeout: 15_000 }).toBeGreaterThan(asked);
    proxy.status = undefined;
    await again;
    expect(errors).toEqual([]);
  },
);

const RTCPeerConnection = NodeConnection as never;

/** Refuses a wrong configuration, as browsers do. */
class Strict extends NodeConnection {
  constructor(configuration: { readonly iceServers?: readonly { urls: string }[] } = {}) {
    super({});
    const wrong = configuration.iceServers?.find(({ urls }) => !/^(stun|turn)s?:/.test(urls));
    if (wrong) throw new SyntaxError(`'${wrong.urls}' is not a valid URL`);
  }
}

test.each([
  [{}, "bad-message", "`url`"],
  [{ url: "" }, "bad-message", '`url` "" is invalid'],
  [{ url: "//host" }, "bad-message", "`url`"],
  [{ url: "localhost:3000" }, "bad-message", "https://signaling.example"],
  [{ url: "ftp://host" }, "bad-message", "https://signaling.example"],
  [{ url: 5 }, "bad-message", "`url` must be a string"],
  [{ url: "http://host", peerId: 5 }, "bad-peer-id", "`peerId` must be a string"],
  [{ url: "http://host", room: null }, "bad-message", "`room` must be a string"],
  [{ url: "http://host", token: {} }, "bad-message", "`token` must be a string or a function"],
  [
    { url: "http://host", connectTo: "hosts" as "host" },
    "bad-message",
    '`connectTo` must be "all", "none", "host" or a function, not hosts',
  ],
  [{ url: "http://host", path: 1 }, "bad-message", "`path` must be a string"],
  [{ url: "http://host", peerID: "ada" }, "bad-message", "`peerID` is not an option"],
  [{ url: "http://host", channel: "x" }, "bad-message", "`channel` must be an object"],
  [{ url: "http://host", RTCPeerConnection: {} }, "bad-message", "`RTCPeerConnection`"],
  [
    { url: "http://host", rtc: { iceServers: [{ urls: "nonsense" }] }, RTCPeerConnection: Strict },
    "bad-message",
    "`rtc` cannot be used: 'nonsense' is not a valid URL",
  ],
  [{ url: "http://host", RTCPeerConnection: undefined }, "bad-message", "WebRTC"],
] as const)(
  "[case K7] [case N10] invalid options are rejected at once: %o",
  async (options, code, words) => {
    const joined = joinRoom({ RTCPeerConnection, ...(options as object) });
    const error: unknown = await joined.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SignalingError);
    expect(error).toMatchObject({ code });
    expect((error as SignalingError).reason).toContain(words);
  },
);

test("[case K7] the constructor of a channel rejects invalid options", () => {
  expect(() => new ServerChannel({ url: "nowhere", peerId: "ada" })).toThrow(SignalingError);
  expect(() => new ServerChannel({ url: "http://host", peerId: 5 as never })).toThrow("`peerId`");
  const misspelled = { url: "http://host", peerId: "ada", timeoutMS: 1 };
  expect(() => new ServerChannel(misspelled)).toThrow("`timeoutMS` is not an option");
  const timeoutMs = Number.NaN;
  expect(() => new ServerChannel({ url: "http://host", peerId: "ada", timeoutMs })).toThrow(
    "`timeoutMs` must be a number, not NaN",
  );
});

test("[case K7] a time limit that is longer than a timer can be, or infinite, is no limit", async () => {
  const { url } = await startServerHere();
  for (const timeoutMs of [Number.POSITIVE_INFINITY, 3_000_000_000]) {
    const channel = new ServerChannel({ url, peerId: "ada", timeoutMs });
    onTestFinished(() => channel.disconnect());
    await channel.connect();
    await channel.send("to everybody");
    channel.disconnect();
  }
});
