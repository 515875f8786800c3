import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { Scrape } from "./metrics-reader.ts";
import { type ServerProcess, startServerProcess, urlOf } from "./server-process.ts";
import { SessionClient, sessionClient } from "./session-client.ts";
import { token } from "./start-server.ts";
import { peer, stockClients } from "./stock-client.ts";

// Each worker is a process that starts.
async function startWorkers(count: number, settings: Readonly<Record<string, string>> = {}) {
  const server = startServerProcess([], {
    TOKEN: token,
    HOST: "127.0.0.1",
    PORT: "0",
    WORKERS: String(count),
    ...settings,
  });
  const url = await urlOf(server);
  await workersOf(server, count);
  await expect.poll(() => nodesAt(url)).toBe(count);
  return { server, url };
}

function workersOf({ pid }: ServerProcess, count: number): Promise<readonly number[]> {
  const path = `/proc/${pid}/task/${pid}/children`;
  const children = () => (readFileSync(path, "utf8").match(/\d+/g) ?? []).map(Number);
  return vi.waitFor(() => {
    const workers = children();
    expect(workers).toHaveLength(count);
    return workers;
  }, 45_000);
}

/** Returns the number of workers that accept connections. */
async function nodesAt(url: string): Promise<number> {
  // Without keep-alive, because a connection stays with its worker.
  const handshake = async () => {
    const request = get(`${url}/socket.io/?EIO=4&transport=polling`, { agent: false });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return text(response);
  };
  const texts = await Promise.all(Array.from({ length: 8 }, handshake));
  return new Set(texts.map((packet) => /"sid":"(.+?)\./.exec(packet)?.[1])).size;
}

/** Connects as a client does after a loss: the primary process may give a connection to the worker that has just ended. */
async function reconnected(url: string): Promise<SessionClient> {
  for (;;) {
    const client = new SessionClient(url);
    const isConnected = await new Promise<boolean>((resolve) => {
      client.socket.once("connect", () => resolve(true));
      client.socket.once("connect_error", () => resolve(false));
    });
    if (isConnected) return client;
  }
}

const nodeOf = ({ socket }: SessionClient) => socket.io.engine.id?.split(".")[0];

test("[U11] clients of several worker processes share a room, by every transport", async () => {
  const { url } = await startWorkers(3);
  const peers = [];
  for (const [index, kind] of [...stockClients, ...stockClients].entries()) {
    peers.push(await peer(url, `peer-${index}`, { kind }));
  }
  const headers = { authorization: `Bearer ${token}` };
  const connections = await (await fetch(`${url}/connections`, { headers })).json();
  expect(Object.keys(connections as object)).toEqual(peers.map((_, index) => `peer-${index}`));
  const [first, ...others] = peers;
  expect(await first?.ask("message", "hello")).toMatchObject({ ok: true });
  for (const other of others) {
    const texts: unknown[] = [];
    while (!texts.includes("hello")) {
      texts.push(((await other.envelope()) as { message?: unknown }).message);
    }
  }
});

test("[U11] a session continues in another worker when its worker is killed, and the worker is replaced", async () => {
  const { server, url } = await startWorkers(2);
  const clients = [await sessionClient(url), await sessionClient(url)] as const;
  expect(new Set(clients.map(nodeOf)).size).toBe(2);
  const [ada, bob] = clients;
  const values = [await ada.ready("ada"), await bob.ready("bob")] as const;
  const lost = new Promise<0 | 1>((resolve) => {
    for (const index of [0, 1] as const) {
      clients[index].socket.once("disconnect", () => resolve(index));
    }
  });
  const [killed = 0] = await workersOf(server, 2);
  process.kill(killed, "SIGKILL");
  const index = await lost;
  const survivor = clients[1 - index] as SessionClient;
  const names = ["ada", "bob"] as const;
  const [own, other] = [names[index], names[1 - index] as string];

  const { id, secret } = values[index].session;
  const resumed = await reconnected(url);
  const value = await resumed.ready(own, { session: { id, secret, attempt: 1 } });
  expect(value).toMatchObject({ isResumed: true });
  expect(await resumed.ask("messageOne", { target: other, message: "again" })).toMatchObject({
    ok: true,
  });
  const { peers } = await survivor.roster();
  expect(peers.map(({ peerId }) => peerId)).toEqual([own]);
  await server.line(/a worker process ended by SIGKILL; another one starts/);
  await workersOf(server, 2);
  await expect.poll(() => nodesAt(url)).toBe(2);
});

/** Changes a limit of a running process. Returns the function that restores it. */
function limited({ pid }: ServerProcess, resource: "nofile" | "stack", value: number): () => void {
  const prlimit = (...options: readonly string[]) =>
    execFileSync("prlimit", ["--pid", String(pid), ...options], { encoding: "utf8" });
  const before = prlimit(`--${resource}`, "--output", "SOFT", "--noheadings").trim();
  prlimit(`--${resource}=${value}:`);
  return () => void prlimit(`--${resource}=${before}:`);
}

test.each([
  // Node.js reports this error with an event, without `exit`.
  ["EMFILE", "nofile", 1],
  // Node.js throws this one, as it does without free memory: the system gives a quarter of the stack to the environment.
  ["E2BIG", "stack", 4 * 1_024 * 1_024],
] as const)(
  "[U11] a worker that cannot be started (%s) is started later",
  async (code, resource, value) => {
    const filler = Array.from({ length: 12 }, (_, index) => [
      `FILLER_${index}`,
      "-".repeat(100_000),
    ]);
    const { server, url } = await startWorkers(2, Object.fromEntries(filler));
    const restore = limited(server, resource, value);
    const [killed = 0] = await workersOf(server, 2);
    process.kill(killed, "SIGKILL");
    const failure = new RegExp(`a worker process could not start: spawn .*${code}`);
    await vi.waitFor(() => {
      expect(server.lines.filter((line) => failure.test(line)).length).toBeGreaterThan(1);
    }, 45_000);
    restore();
    await workersOf(server, 2);
    await expect.poll(() => nodesAt(url)).toBe(2);
  },
);

test("[G12] the primary process serves the metrics of all workers as one", async () => {
  const { server, url } = await startWorkers(2, { METRICS_PORT: "0" });
  const line = await server.line(/metrics are at/);
  const metricsUrl = /http:\/\/[\w.:/]+/.exec(line)?.[0] ?? "";
  // The primary process gives each connection to the next worker.
  for (let index = 0; index < 4; index += 1) await peer(url, `peer-${index}`);
  const scrape = await Scrape.of(metricsUrl);
  const gateway = 'gateway="socketio"';
  expect(scrape.get(`signaling_sockets{${gateway}}`)).toBe(4);
  expect(scrape.get(`signaling_joins_total{${gateway}}`)).toBe(4);
  expect(scrape.get("signaling_ready")).toBe(1);
});

test("METRICS=on ends workers with one message, because a request reaches only one", async () => {
  const server = startServerProcess([], { TOKEN: token, PORT: "0", WORKERS: "2", METRICS: "on" });
  expect(await server.exit).toBe(1);
  expect(server.lines).toEqual([expect.stringContaining("set METRICS_PORT in place of METRICS")]);
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "[V5] [U11] %s drains all workers, a second one closes them, and all processes end",
  async (signal) => {
    const { server, url } = await startWorkers(2);
    const ada = await peer(url, "ada");
    server.signal(signal);
    await server.line(/draining/);
    expect((await ada.received())[0]).toBe("disconnect");
    server.signal(signal);
    expect(await server.exit).toBe(0);
  },
);

test("[U11] workers listen at an IPv6 address of NODE_URL", async () => {
  const nodeUrl = "http://[::1]:3000";
  const settings = { TOKEN: token, PORT: "0", WORKERS: "2", NODE_URL: nodeUrl };
  const server = startServerProcess([], settings);
  await workersOf(server, 2);
});

test("[U11] a NODE_URL of another machine ends all processes with one message that names it", async () => {
  const nodeUrl = "http://192.0.2.1:3000";
  const settings = { TOKEN: token, PORT: "0", WORKERS: "2", NODE_URL: nodeUrl };
  const server = startServerProcess([], settings);
  expect(await server.exit).toBe(1);
  expect(server.lines).toEqual([
    expect.stringMatching(/^NODE_URL is "http:\/\/192\.0\.2\.1:3000": .*EADDRNOTAVAIL/),
  ]);
});

test.each(["0", "30"])(
  "[V5] [U11] SIGTERM during the start ends all processes with code 0, with DRAIN_SECONDS=%s",
  async (seconds) => {
    const settings = { TOKEN: token, PORT: "0", WORKERS: "2", DRAIN_SECONDS: seconds };
    const server = startServerProcess([], settings);
    await workersOf(server, 1);
    server.signal("SIGTERM");
    expect(await server.exit).toBe(0);
    expect(server.lines.filter((line) => line.includes("Error"))).toEqual([]);
  },
);

test("[V5] [U11] SIGTERM to all processes during the start is an end as well", async () => {
  const server = startServerProcess([], { TOKEN: token, PORT: "0", WORKERS: "2" });
  const [first = 0] = await workersOf(server, 1);
  server.signal("SIGTERM");
  process.kill(first, "SIGTERM");
  expect(await server.exit).toBe(0);
});

test("[U11] a port that is in use ends all processes with one message", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await new Promise<void>((resolve) => other.once("listening", () => resolve()));
  const { port } = other.address() as AddressInfo;
  const server = startServerProcess([], {
    TOKEN: token,
    HOST: "127.0.0.1",
    PORT: String(port),
    WORKERS: "2",
  });
  expect(await server.exit).toBe(1);
  expect(server.lines).toEqual([expect.stringContaining("another program already uses this port")]);
});

test("[U11] workers share a generated token, which is printed once", async () => {
  const { server, url } = await startWorkers(2, { TOKEN: "" });
  const line = await server.line(/auth: \{ token:/);
  const generated = /token: "([\w-]{32})"/.exec(line)?.[1] ?? "";
  for (const peerId of ["ada", "bob"]) await peer(url, peerId, { auth: { token: generated } });
  expect(server.lines.filter((said) => said.includes(generated))).toEqual([line]);
});
