import {
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { type Fact, SettingError, type SignalingServerOptions } from "../src/index.ts";
import { startServerProcess } from "./server-process.ts";
import { startServer, token } from "./start-server.ts";

/** Returns the path of a Unix socket in a folder of its own. */
function socketPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "signaling-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "signaling.sock");
}

const addressOn = (path: string) => `ws+unix:${path}:/socket.io/?EIO=4&transport=websocket`;

interface Running {
  readonly facts: readonly Fact[];
  /** Connects with a token. Returns `"connected"`, the code of a refusal, or an HTTP status. */
  answerTo(token: string, forwardedFor?: string): Promise<string | number>;
}

/** Starts a signaling server on a Unix socket, as behind a proxy on the same machine. */
async function startOnUnixSocket(options: SignalingServerOptions = {}): Promise<Running> {
  const path = socketPath();
  const { facts } = await startServer({
    unixSocket: path,
    maxFailedAuthentications: undefined,
    ...options,
  });
  return {
    facts,
    answerTo: (token, forwardedFor) => answerOn(addressOn(path), token, forwardedFor),
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

test("the file has the permissions of UNIX_SOCKET_MODE, and is removed when the server closes", async () => {
  const path = socketPath();
  const { url, host, port, facts, close } = await startServer({
    unixSocket: path,
    unixSocketMode: 0o620,
  });
  expect({ url, host, port }).toEqual({ url: `unix:${path}`, host: path, port: 0 });
  expect(facts).toContainEqual({ type: "server.listening", url: `unix:${path}` });
  expect(statSync(path).mode & 0o777).toBe(0o620);
  await close();
  expect(existsSync(path)).toBe(false);
});

/** Listens on a Unix socket until the test or the returned function ends it. */
async function listenOn(path: string): Promise<() => Promise<void>> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(close);
  return close;
}

test("the file of a process that ended is replaced", async () => {
  const [path, other] = [socketPath(), socketPath()];
  const close = await listenOn(other);
  // The server removes only the file that it has created, so the second name stays, as after a crash.
  linkSync(other, path);
  await close();
  await startServer({ unixSocket: path });
  expect(await answerOn(addressOn(path), token)).toBe("connected");
});

test("a Unix socket in use, another file, and a missing folder are errors of the settings", async () => {
  const [used, file] = [socketPath(), socketPath()];
  await listenOn(used);
  writeFileSync(file, "precious");
  const missing = `${socketPath()}/no/folder`;
  const expected = [
    [used, "another program listens on this socket"],
    [file, "or the file is no socket"],
    [missing, "the folder does not exist"],
  ] as const;
  for (const [path, problem] of expected) {
    const start = startServer({ unixSocket: path });
    await expect(start).rejects.toThrow(SettingError);
    await expect(start).rejects.toThrow(`UNIX_SOCKET is ${JSON.stringify(path)}: `);
    await expect(start).rejects.toThrow(problem);
  }
  expect(readFileSync(file, "utf8")).toBe("precious");
});

test.each([1, 2])(
  "the command with %i workers serves a Unix socket, and removes it",
  async (workers) => {
    const path = socketPath();
    const args = ["--unix-socket", path, "--unix-socket-mode", "600", "--workers", String(workers)];
    const server = startServerProcess(args, { TOKEN: token });
    await server.line(/listening on unix:/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await answerOn(addressOn(path), token, "203.0.113.1")).toBe("connected");
    server.signal("SIGTERM");
    expect(await server.exit).toBe(0);
    expect(existsSync(path)).toBe(false);
  },
);

test("[W7] a connection of a proxy on a Unix socket stays open for further requests", async () => {
  const path = socketPath();
  await startServer({ unixSocket: path });
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ socketPath: path, path: "/healthz", agent }, resolve).once("error", reject).end();
  });
  response.resume();
  expect(response.headers["keep-alive"]).toBe("timeout=75");
});
