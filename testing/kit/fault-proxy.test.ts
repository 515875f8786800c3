import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { End } from "./fault.ts";
import { FaultProxy } from "./fault-proxy.ts";

/** One end of a connection and all received data. */
class Line {
  readonly socket: Socket;
  received = "";
  state: "open" | "ended" | "reset" = "open";

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (bytes) => {
      this.received += bytes.toString();
    });
    socket.on("end", () => {
      this.state = "ended";
    });
    socket.on("error", () => {
      this.state = "reset";
    });
    onTestFinished(() => {
      socket.destroy();
    });
  }
}

/** A server, a proxy before it, and a function that connects through the proxy. */
async function network() {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, "127.0.0.1");
  // Also for connections that no test reads.
  server.on("connection", (socket) => socket.on("error", () => {}));
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
  });
  const proxy = await FaultProxy.start({
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
  });
  onTestFinished(() => proxy.close());
  const join = async () => {
    const accepted = once(server, "connection") as Promise<[Socket]>;
    const socket = connect({ port: proxy.port, host: "127.0.0.1", allowHalfOpen: true });
    const [theirs] = await accepted;
    const ends = { client: new Line(socket), server: new Line(theirs) };
    // The connection is open in both directions, and no earlier data is in transit.
    await exchange(ends);
    return ends;
  };
  return { proxy, join };
}

type Ends = Readonly<Record<End, Line>>;

async function exchange({ client, server }: Ends): Promise<void> {
  const before = [client.received, server.received];
  client.socket.write("+");
  server.socket.write("+");
  await expect
    .poll(() => [client.received, server.received])
    .toEqual(before.map((text) => `${text}+`));
}

test("without a fault, bytes pass unchanged and in order, and each direction ends separately", async () => {
  const { join } = await network();
  const { client, server } = await join();
  const text = Array.from({ length: 50_000 }, (_, index) => `${index};`).join("");
  client.socket.end(text);
  await expect.poll(() => server.state).toBe("ended");
  expect(server.received).toBe(`+${text}`);
  server.socket.end("last word");
  await expect.poll(() => client.state).toBe("ended");
  expect(client.received).toBe("+last word");
});

test("delayed bytes take the given time and stay in order", async () => {
  const { proxy, join } = await network();
  const { client, server } = await join();
  proxy.delay(120);
  const startedMs = performance.now();
  client.socket.write("slow ");
  await wait(20);
  proxy.heal();
  client.socket.write("fast");
  await expect.poll(() => server.received, { interval: 5 }).toBe("+slow fast");
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(119);
});

test.each([
  ["up", "client", "server"],
  ["down", "server", "client"],
] as const)("a black hole %s drops only that direction, until `heal`", async (way, from, to) => {
  const { proxy, join } = await network();
  const ends = await join();
  proxy.blackhole(way);
  ends[from].socket.write("into the hole");
  ends[to].socket.write("the other way");
  await expect.poll(() => ends[from].received).toBe("+the other way");
  expect(ends[to].received).toBe("+");
  proxy.heal();
  await expect.poll(() => ends[to].received).toBe("+into the hole");
});

test("a black hole also drops the end of a connection, and accepts connections that receive nothing", async () => {
  const { proxy, join } = await network();
  const { client, server } = await join();
  proxy.blackhole("both");
  client.socket.resetAndDestroy();
  const newcomer = new Line(connect({ port: proxy.port, host: "127.0.0.1" }));
  await once(newcomer.socket, "connect");
  newcomer.socket.write("hello?");
  await expect.poll(() => proxy.connections).toBe(2);
  expect(server.state).toBe("open");
  proxy.heal();
  await expect.poll(() => server.state).toBe("reset");
});

test("a reset closes both ends at once, and new connections pass", async () => {
  const { proxy, join } = await network();
  const { client, server } = await join();
  proxy.reset();
  await expect.poll(() => [client.state, server.state]).toEqual(["reset", "reset"]);
  await expect.poll(() => proxy.connections).toBe(0);
  await join();
  expect([proxy.connections, proxy.taken]).toEqual([1, 2]);
});

test.each([
  ["client", "server"],
  ["server", "client"],
] as const)("half open: the %s stays open and receives nothing", async (survivor, other) => {
  const { proxy, join } = await network();
  const ends = await join();
  proxy.halfOpen(survivor);
  await expect.poll(() => ends[other].state).toBe("reset");
  ends[survivor].socket.write("anybody?");
  await exchange(await join());
  proxy.heal();
  await exchange(await join());
  expect(ends[survivor]).toMatchObject({ state: "open", received: "+" });
});

test("connections without a server are reset; a server that starts later is reached", async () => {
  const { proxy, join } = await network();
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const { port } = free.address() as AddressInfo;
  free.close();
  await once(free, "close");
  const early = await FaultProxy.start({ host: "127.0.0.1", port });
  onTestFinished(() => early.close());
  const refused = new Line(connect({ port: early.port, host: "127.0.0.1" }));
  await expect.poll(() => refused.state).not.toBe("open");
  const late = createServer((socket) => socket.end("here")).listen(port, "127.0.0.1");
  onTestFinished(() => {
    late.close();
  });
  await once(late, "listening");
  const found = new Line(connect({ port: early.port, host: "127.0.0.1" }));
  await expect.poll(() => found.received).toBe("here");
  await join();
  expect(proxy.connections).toBe(1);
});
