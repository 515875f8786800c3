import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { createSignalingServer, type Fact, type SignalingServerOptions } from "../src/index.ts";
import { startServer, token } from "./start-server.ts";

interface Running {
  readonly facts: readonly Fact[];
  /** Connects with a token. Returns `"connected"`, the code of a refusal, or an HTTP status. */
  answerTo(token: string, forwardedFor?: string): Promise<string | number>;
}

/** Starts a signaling server on a Unix socket, as behind a proxy on the same machine. */
async function startOnUnixSocket(options: SignalingServerOptions = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "signaling-"));
  const path = join(folder, "signaling.sock");
  const facts: Fact[] = [];
  const signaling = createSignalingServer({
    token,
    report: (fact) => facts.push(fact),
    ...options,
  });
  const host = createServer(signaling.requestListener);
  signaling.attach(host);
  await new Promise<void>((resolve) => host.listen(path, resolve));
  onTestFinished(async () => {
    await signaling.close();
    host.close();
    host.closeAllConnections();
    rmSync(folder, { recursive: true });
  });
  return {
    facts,
    answerTo: (token, forwardedFor) =>
      answerOn(`ws+unix:${path}:/socket.io/?EIO=4&transport=websocket`, token, forwardedFor),
  };
}

function answerOn(url: string, token: string, forwardedFor?: string): Promise<string | number> {
  const headers = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor };
  const socket = new WebSocket(url, { headers });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("unexpected-response", (_request, { statusCode = 0 }) => resolve(statusCode));
    socket.on("message", (data: Buffer) => {
      const frame = data.toString();
      if (frame.startsWith("0")) socket.send(`40${JSON.stringify({ token })}`);
      if (frame.startsWith("40")) resolve("connected");
      if (frame.startsWith("44")) {
        resolve((JSON.parse(frame.slice(2)) as { data: { code: string } }).data.code);
      }
    });
  });
}

const missing = { type: "address.missing" };

test("[W3] a proxy on a Unix socket is trusted by default, so limits apply to the addresses of its clients", async () => {
  const { answerTo, facts } = await startOnUnixSocket({ maxFailedAuthentications: 2 });
  const guesser = "203.0.113.1";
  expect(await answerTo("wrong", guesser)).toBe("forbidden");
  // The hops that a client writes itself are to the left of the hop that the proxy adds.
  expect(await answerTo("wrong", `203.0.113.2, ${guesser}`)).toBe("forbidden");
  expect(await answerTo(token, guesser)).toBe(429);
  expect(await answerTo(token, "203.0.113.2")).toBe("connected");
  expect(facts).not.toContainEqual(missing);
});

test("[W3] a chain of proxies may contain Unix sockets and networks", async () => {
  const { answerTo } = await startOnUnixSocket({
    trustProxy: ["unix", "10.0.0.0/8"],
    maxFailedAuthentications: 1,
  });
  expect(await answerTo("wrong", "198.51.100.7, 203.0.113.1, unix:, 10.1.2.3")).toBe("forbidden");
  expect(await answerTo(token, "203.0.113.1")).toBe(429);
  expect(await answerTo(token, "198.51.100.7")).toBe("connected");
});

test("[W5] clients without an address behind a Unix socket do not exhaust each other's limits", async () => {
  const { answerTo, facts } = await startOnUnixSocket({
    maxFailedAuthentications: 2,
    connectsPerMinute: 1,
    addressShare: 1,
    maxSocketsPerAddress: 1,
  });
  for (let guess = 0; guess < 4; guess += 1) expect(await answerTo("wrong")).toBe("forbidden");
  expect(await answerTo(token)).toBe("connected");
  expect(await answerTo(token, "no address")).toBe("connected");
  // The fact is reported once, so that it does not flood the log.
  expect(facts.filter(({ type }) => type === missing.type)).toEqual([missing]);
});

test("[W5] limits of the whole server apply to clients without an address", async () => {
  const { answerTo } = await startOnUnixSocket({ maxSockets: 1 });
  expect(await answerTo(token)).toBe("connected");
  expect(await answerTo(token)).toBe(503);
});

test.each([[["127.0.0.1"]], [[]], ["none"]])(
  "[W3] with TRUST_PROXY=%s a Unix socket is not trusted",
  async (trustProxy) => {
    const seen: string[] = [];
    const { answerTo } = await startOnUnixSocket({
      trustProxy: trustProxy as string[],
      authenticate: (_credentials, { address }) => {
        seen.push(address);
        return { permissions: [] };
      },
    });
    expect(await answerTo(token, "203.0.113.1")).toBe("connected");
    expect(seen).toEqual(["unix"]);
  },
);

test("[W3] no proxy is trusted over TCP by default", async () => {
  const { url } = await startServer({ maxFailedAuthentications: 1 });
  const address = `${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
  expect(await answerOn(address, "wrong", "203.0.113.1")).toBe("forbidden");
  expect(await answerOn(address, token, "203.0.113.2")).toBe(429);
});
