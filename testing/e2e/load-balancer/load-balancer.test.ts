import { randomBytes, randomUUID } from "node:crypto";
import { Agent } from "node:http";
import { io } from "socket.io-client";
import { describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../kit/free-port.ts";
import { useRedis } from "../../kit/redis-server.ts";
import { type ServerHere, startServerHere } from "../../kit/server-here.ts";
import { sharedRedis } from "../../kit/shared-redis.ts";
import { loadBalancers } from "./load-balancers.ts";

const token = "a token of this test";

/** A network of the loopback interface, so that each client can have its own address. */
const addressOf = (client: number) => `127.0.1.${client + 1}`;

useRedis();

describe.each(loadBalancers)("behind $name with its file in deploy/", ({ use, start }) => {
  use();

  test("[U9] 20 stock clients connect by long polling through any server, and upgrade to WebSocket", async () => {
    const servers = await startServers({ hasUrl: true });
    const url = await start(servers.map(portOf), "round robin");
    await callEachOther(Array.from({ length: 20 }, () => stockClient(url)));
    for (const server of servers) expect(peersOf(server)).toBeGreaterThan(0);
  });

  test("[U9] without NODE_URL, sticky sessions keep 20 stock clients on their servers", async () => {
    const servers = await startServers({ hasUrl: false });
    const url = await start(servers.map(portOf), "sticky");
    await callEachOther(
      Array.from({ length: 20 }, (_, number) => stockClient(url, addressOf(number))),
    );
    expect(servers.filter((server) => peersOf(server) > 0).length).toBeGreaterThan(1);
  });

  test("[U9] without NODE_URL and sticky sessions, the refusal and the log state what to set", async () => {
    const servers = await startServers({ hasUrl: false });
    const url = await start(servers.map(portOf), "round robin");
    const refused = await new Promise<unknown>((resolve) =>
      stockClient(url).once("connect_error", resolve),
    );
    expect(refused).toMatchObject({ context: { status: 400 } });
    // A browser shows the body, which the stock client of Node.js does not keep.
    const polling = `${url}/socket.io/?EIO=4&transport=polling`;
    const { sid } = JSON.parse((await (await fetch(polling)).text()).slice(1)) as { sid: string };
    expect(await (await fetch(`${polling}&sid=${sid}`)).json()).toMatchObject({
      message: expect.stringContaining("set NODE_URL on all servers, or use sticky sessions"),
    });
    const facts = servers.flatMap((server) => server.facts.map(({ type }) => type));
    expect(facts).toContain("request.foreign");
  });

  test("[V1] a server that drains receives no new clients", async () => {
    const servers = await startServers({ hasUrl: true });
    const url = await start(servers.map(portOf), "round robin");
    const [draining, ...others] = servers;
    // While it has a client, the server responds 503 to others.
    await usesWebSocket(stockClient(draining?.url ?? ""));
    void draining?.drain();
    await callEachOther(Array.from({ length: 6 }, () => stockClient(url)));
    expect(others.reduce((sum, server) => sum + peersOf(server), 0)).toBe(6);
  });
});

/** Starts three servers that share their rooms. They trust the load balancer. */
async function startServers({
  hasUrl,
}: {
  readonly hasUrl: boolean;
}): Promise<readonly ServerHere[]> {
  const shared = {
    token,
    trustProxy: ["127.0.0.1"],
    redisUrl: (await sharedRedis()).url,
    redisPrefix: `${randomUUID()}:`,
    sessionKey: randomBytes(32).toString("base64"),
  };
  const servers = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const port = await freePort();
      const nodeUrl = hasUrl ? `http://127.0.0.1:${port}` : undefined;
      return startServerHere({ ...shared, port, nodeUrl });
    }),
  );
  for (const { url } of servers) {
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200);
  }
  return servers;
}

function portOf({ url }: ServerHere): number {
  return Number(new URL(url).port);
}

function peersOf({ facts }: ServerHere): number {
  return facts.filter(({ type }) => type === "peer.joined").length;
}

/** A client with the default transports: long polling, then an upgrade. */
function stockClient(url: string, localAddress = "127.0.0.1") {
  const agent = new Agent({ localAddress });
  const socket = io(url, {
    auth: { token },
    forceNew: true,
    reconnection: false,
    // The types are those of browsers.
    agent: agent as never,
  });
  onTestFinished(() => {
    socket.close();
    agent.destroy();
  });
  return socket;
}

type Client = ReturnType<typeof stockClient>;

/** Waits until all clients use WebSocket, are peers of one room, and have received a message of the first peer. */
async function callEachOther(clients: readonly Client[]): Promise<void> {
  await Promise.all(clients.map(usesWebSocket));
  const [first, ...others] = clients;
  if (!first) throw new Error("there are no clients");
  expect(await first.emitWithAck("ready", "first")).toMatchObject({ ok: true });
  // The server of the first peer may learn of a join after the reply.
  const present = envelopes(first, ({ action }) => action === "open", others.length);
  const joins = others.map((socket, index) => socket.emitWithAck("ready", `peer-${index}`));
  for (const reply of await Promise.all(joins)) expect(reply).toMatchObject({ ok: true });
  await present;
  const received = others.map((socket) => envelopes(socket, ({ message }) => message === "hello"));
  first.emit("message", "hello");
  await Promise.all(received);
}

/** Resolves when a client has received envelopes of one kind. */
function envelopes(
  socket: Client,
  isOne: (envelope: { readonly action?: string; readonly message?: unknown }) => boolean,
  count = 1,
): Promise<void> {
  let left = count;
  return new Promise((resolve) => {
    socket.on("message", (envelope) => {
      if (isOne(envelope)) left -= 1;
      if (left === 0) resolve();
    });
  });
}

async function usesWebSocket(socket: Client): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  const { engine } = socket.io;
  if (engine.transport.name === "websocket") return;
  await new Promise<void>((resolve) => engine.once("upgrade", () => resolve()));
}
