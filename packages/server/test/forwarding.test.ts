import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { createProxyServer } from "httpxy";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { freePort } from "../../../testing/kit/free-port.ts";
import { memoryCluster } from "../src/cluster/memory-cluster.ts";
import type { SignalingServerOptions } from "../src/index.ts";
import { type RunningServer, startServer, token } from "./start-server.ts";

/** Starts servers of one cluster. They can reach each other. */
async function startNodes(count: number, options: SignalingServerOptions = {}) {
  const cluster = memoryCluster();
  return Promise.all(
    Array.from({ length: count }, async () => {
      const port = await freePort();
      return startServer({ cluster, port, nodeUrl: `http://127.0.0.1:${port}`, ...options });
    }),
  );
}

/** Starts a load balancer that sends each request and each upgrade to the next server. Returns its URL. */
function startRoundRobin(servers: readonly RunningServer[]): Promise<string> {
  let requests = 0;
  return startBalancer(() => servers[requests++ % servers.length]);
}

/** Starts a load balancer that asks for the server of each request and each upgrade. Returns its URL. */
async function startBalancer(choose: () => RunningServer | undefined): Promise<string> {
  const proxy = createProxyServer();
  const next = () => ({ target: choose()?.url ?? "" });
  const balancer = createServer((request, response) => {
    proxy.web(request, response, next()).catch(() => response.destroy());
  });
  balancer.on("upgrade", (request, socket, head) => {
    proxy.ws(request, socket as never, next(), head).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => balancer.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    balancer.closeAllConnections();
    balancer.close();
  });
  return `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`;
}

function stockClient(url: string, options: Parameters<typeof io>[1] = {}) {
  const socket = io(url, { auth: { token }, forceNew: true, reconnection: false, ...options });
  onTestFinished(() => {
    socket.close();
  });
  return socket;
}

type Client = ReturnType<typeof stockClient>;

const event = (socket: Client, name: string) =>
  new Promise<unknown>((resolve) => socket.once(name, resolve));

const polling = "/socket.io/?EIO=4&transport=polling";

/** Begins a connection by long polling, without authentication. Returns the path of its requests. */
async function pollingSession({ url }: RunningServer): Promise<string> {
  const handshake = await (await fetch(url + polling)).text();
  const { sid } = JSON.parse(handshake.slice(1)) as { readonly sid: string };
  return `${polling}&sid=${sid}`;
}

test("[U9] 20 stock clients connect by long polling through any server, and upgrade to WebSocket", async () => {
  const url = await startRoundRobin(await startNodes(3));
  const clients = Array.from({ length: 20 }, () => stockClient(url));
  await Promise.all(
    clients.map(async (socket) => {
      await event(socket, "connect");
      const { engine } = socket.io;
      if (engine.transport.name === "websocket") return;
      await new Promise<void>((resolve) => engine.once("upgrade", () => resolve()));
    }),
  );
  const joins = clients.map((socket, index) => socket.emitWithAck("ready", `peer-${index}`));
  expect((await Promise.all(joins)).filter(({ ok }) => ok)).toHaveLength(20);
  const [first, ...others] = clients;
  const received = Promise.all(
    others.map(async (socket) => {
      for (;;) {
        const { from, message } = (await event(socket, "message")) as Record<string, unknown>;
        if (message !== undefined) return [from, message];
      }
    }),
  );
  first?.emit("message", "hello");
  expect(await received).toEqual(others.map(() => ["peer-0", "hello"]));
});

test("[U9] messages of a client that stays with long polling arrive in order", async () => {
  const url = await startRoundRobin(await startNodes(2));
  const [ada, bob] = [0, 1].map(() => stockClient(url, { transports: ["polling"] }));
  if (!ada || !bob) throw new Error("there are no clients");
  await Promise.all([event(ada, "connect"), event(bob, "connect")]);
  await ada.emitWithAck("ready", "ada");
  await bob.emitWithAck("ready", "bob");
  const received: unknown[] = [];
  const isComplete = new Promise<void>((resolve) => {
    bob.on("message", ({ message }: { message?: unknown }) => {
      if (message !== undefined) received.push(message);
      if (received.length === 20) resolve();
    });
  });
  for (let number = 0; number < 20; number += 1) {
    ada.emit("messageOne", { target: "bob", message: number });
  }
  await isComplete;
  expect(received).toEqual(Array.from({ length: 20 }, (_, number) => number));
});

test("[U9] a request is forwarded although the polls of 300 other clients wait", async () => {
  const patient = { connectSeconds: 60, pingSeconds: 60, pingTimeoutSeconds: 60 };
  const [one, two] = (await startNodes(2, patient)) as [RunningServer, RunningServer];
  const waiting = Array.from({ length: 300 }, async () =>
    fetch(two.url + (await pollingSession(one))),
  );
  const session = await pollingSession(one);
  const posted = fetch(two.url + session, {
    method: "POST",
    body: `40${JSON.stringify({ token })}`,
  });
  const first = await Promise.race([posted, ...waiting]);
  expect(first.url).toBe(two.url + session);
  expect(await first.text()).toBe("ok");
  await one.close();
  await Promise.all(waiting);
});

test.each(["drain", "close"] as const)(
  "[V3] [V4] a server that forwards a WebSocket ends its %s while the client is connected",
  async (end) => {
    const [one, two] = (await startNodes(2, { drainSeconds: 3 })) as [RunningServer, RunningServer];
    let requests = 0;
    const url = await startBalancer(() => (requests++ === 0 ? one : two));
    const ada = stockClient(url);
    await event(ada, "connect");
    const { engine } = ada.io;
    if (engine.transport.name === "polling") {
      await new Promise<void>((resolve) => engine.once("upgrade", () => resolve()));
    }
    const isDisconnected = event(ada, "disconnect");
    await two[end]();
    expect(await isDisconnected).toBe("transport close");
    await expect
      .poll(() => one.facts.map(({ type }) => type))
      .toEqual(expect.arrayContaining(["socket.connected", "socket.disconnected"]));
  },
);

test("[U9] a leave request has its effect through any server", async () => {
  const [one, two] = (await startNodes(2)) as [RunningServer, RunningServer];
  const ada = stockClient(one.url);
  await event(ada, "connect");
  await ada.emitWithAck("ready", "ada", { session: true });
  const response = await fetch(`${two.url}${polling}&sid=${ada.io.engine.id}&leave=1`, {
    method: "POST",
  });
  expect(response.status).toBe(204);
  expect(await event(ada, "disconnect")).toBeTruthy();
  expect(one.facts.filter(({ type }) => type === "peer.left")).toHaveLength(1);
});

test("[U9] without NODE_URL, a request at another server is refused with what to set, and logged once", async () => {
  const [one, two] = (await startNodes(2, { nodeUrl: undefined })) as [
    RunningServer,
    RunningServer,
  ];
  const ada = stockClient(one.url);
  await event(ada, "connect");
  const query = `${polling}&sid=${ada.io.engine.id}`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const response = await fetch(two.url + query);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      code: 1,
      message: expect.stringContaining("set NODE_URL on all servers, or use sticky sessions"),
    });
  }
  expect(two.facts.filter(({ type }) => type === "request.foreign")).toHaveLength(1);
});

test("[U9] a request for a session of a server that has ended, or of no server, is refused once", async () => {
  const [one, two] = (await startNodes(2)) as [RunningServer, RunningServer];
  const ada = stockClient(one.url);
  await event(ada, "connect");
  const { id } = ada.io.engine;
  const unknown = `AAAAAAAAAAAA${id?.slice(id.indexOf("."))}`;
  await one.close();
  for (const sid of [id, unknown, ".", "x.", ""]) {
    const response = await fetch(`${two.url}${polling}&sid=${sid}`);
    expect(response.status, sid).toBe(sid === "" ? 200 : 400);
  }
});

test("[U9] a request that was forwarded once is not forwarded again", async () => {
  const [one, two] = (await startNodes(2)) as [RunningServer, RunningServer];
  const ada = stockClient(one.url);
  await event(ada, "connect");
  const response = await fetch(`${two.url}${polling}&sid=${ada.io.engine.id}`, {
    headers: { "signaling-forwarded-by": "another server" },
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ code: 1, message: "Session ID unknown" });
});

test("[V4] a draining server closes after the forwarded requests in progress", async () => {
  const cluster = memoryCluster();
  let forwarded: (() => void) | undefined;
  const nodeUrl = await startBalancer(() => {
    forwarded?.();
    return one;
  });
  const one = await startServer({ cluster, nodeUrl });
  const two = await startServer({ cluster });
  const session = await pollingSession(one);
  const post = (body: string) => fetch(one.url + session, { method: "POST", body });
  await post(`40${JSON.stringify({ token })}`);
  expect(await (await fetch(one.url + session)).text()).toMatch(/^40/);
  const isForwarded = new Promise<void>((resolve) => {
    forwarded = resolve;
  });
  const poll = fetch(two.url + session);
  await isForwarded;
  const drained = two.drain();
  // The reply of this event ends the request.
  await post('420["ready","ada"]');
  expect(await (await poll).text()).toContain('"ada"');
  await drained;
});

test("[V1] the responses of a draining server close their connections", async () => {
  const { url, drain } = await startServer();
  await event(stockClient(url), "connect");
  expect((await fetch(`${url}/readyz`)).headers.get("connection")).toBe("keep-alive");
  void drain();
  expect((await fetch(`${url}/readyz`)).headers.get("connection")).toBe("close");
});

test("[V1] a draining server refuses upgrades to sessions of other servers", async () => {
  const [one, two] = (await startNodes(2)) as [RunningServer, RunningServer];
  const ada = stockClient(one.url, { transports: ["polling"] });
  await event(ada, "connect");
  const busy = stockClient(two.url);
  await event(busy, "connect");
  void two.drain();
  const url = `${two.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket&sid=${ada.io.engine.id}`;
  const response = await new Promise<IncomingMessage>((resolve) => {
    new WebSocket(url).once("unexpected-response", (_, one) => resolve(one));
  });
  expect(response.statusCode).toBe(503);
  expect(response.headers["retry-after"]).toBe("1");
  expect(await json(response)).toMatchObject({ code: "unavailable" });
});
