import { expect, test } from "vitest";
import { RawSocket } from "./raw-socket.ts";
import { sessionClient } from "./session-client.ts";
import { startServer, token } from "./start-server.ts";
import { peer, StockClient, stockClients } from "./stock-client.ts";

const ends = (facts: readonly { readonly type: string }[]) =>
  facts.filter(({ type }) => ["server.draining", "server.drained", "server.closed"].includes(type));

test("[V1] a draining server is healthy but not ready, rejects handshakes, and serves connected clients", async () => {
  const { url, drain } = await startServer();
  const ada = await peer(url, "ada");
  const bob = await peer(url, "bob");
  await ada.envelope();
  // The drain waits for a client with a session, so it is not over before the answers, however busy the machine is.
  const cyd = await sessionClient(url);
  await cyd.ready("cyd");
  await Promise.all([ada.envelope(), bob.envelope()]);
  const drained = drain();
  const answerOf = async (path: string) => {
    const { status, headers } = await fetch(url + path);
    return [status, headers.get("retry-after")];
  };
  const answers = await Promise.all([
    ada.ask("messageOne", { target: "bob", message: 1 }),
    answerOf("/readyz"),
    answerOf("/healthz"),
    answerOf("/socket.io/?EIO=4&transport=polling"),
    new StockClient(url).received(),
  ]);
  expect(answers).toEqual([
    { ok: true, value: null },
    [503, "5"],
    [200, null],
    [503, "1"],
    ["connect_error", expect.any(Error)],
  ]);
  expect(await bob.envelope()).toMatchObject({ from: "ada", message: 1 });
  cyd.socket.disconnect();
  await drained;
});

test("[V1] a connection that is not authenticated when the drain begins is closed, not refused", async () => {
  const { url, drain, facts } = await startServer();
  await peer(url, "ada");
  const early = await new RawSocket(url).opened();
  const drained = drain();
  early.send(`40${JSON.stringify({ token })}`);
  await early.closed;
  expect(ends(facts)).toMatchObject([{ type: "server.draining", sockets: 1 }]);
  await drained;
});

test("[V3] stock clients are disconnected as by a closing server, and reconnect to the next one", async () => {
  const server = await startServer();
  const clients = await Promise.all(
    stockClients.map(async (kind) => {
      const peerId = `${kind.client} ${kind.transport}`;
      const client = new StockClient(server.url, { kind, reconnection: true });
      await client.connected();
      expect(await client.ask("ready", peerId)).toMatchObject({ ok: true });
      return { client, peerId };
    }),
  );
  const received = clients.map(async ({ client }) => {
    for (;;) {
      const [event, about] = await client.received();
      if (event === "disconnect") return about;
      expect(about).not.toHaveProperty("action", "close");
    }
  });
  await server.drain();
  expect(await Promise.all(received)).toEqual(stockClients.map(() => "transport close"));
  expect(ends(server.facts)).toEqual([
    { type: "server.draining", sockets: 4, movers: 0, seconds: 30 },
    { type: "server.drained", left: 0 },
    { type: "server.closed" },
  ]);
  await startServer({ port: server.port });
  for (const { client, peerId } of clients) {
    await client.connected();
    expect(await client.ask("ready", peerId)).toMatchObject({ ok: true });
  }
});

test("[V3] a client that does not respond to the close does not delay the drain", async () => {
  const server = await startServer({ drainSeconds: 3 });
  const mute = await new RawSocket(server.url).opened();
  mute.send(`40${JSON.stringify({ token })}`);
  await mute.frame();
  mute.stall();
  await server.drain();
  expect(ends(server.facts)).toContainEqual({ type: "server.drained", left: 0 });
});

test("[V4] [V5] a server without clients closes at once, and so does close() during a drain", async () => {
  const empty = await startServer();
  await empty.drain();
  expect(ends(empty.facts)).toMatchObject([{ sockets: 0 }, { left: 0 }, { type: "server.closed" }]);
  const used = await startServer();
  const ada = await peer(used.url, "ada");
  const drained = used.drain();
  await used.close();
  await drained;
  expect((await ada.received()).slice(0, 2)).toEqual(["disconnect", "transport close"]);
  expect(ends(used.facts)).toMatchObject([{ sockets: 1 }, { type: "server.closed" }]);
});

test("[V4] a drain ends when the last client disconnects by itself", async () => {
  const server = await startServer();
  const ada = await peer(server.url, "ada");
  const drained = server.drain();
  ada.socket.disconnect();
  await drained;
  expect((await ada.received()).slice(0, 2)).toEqual(["disconnect", "io client disconnect"]);
  expect(ends(server.facts)).toContainEqual({ type: "server.drained", left: 0 });
});

test("[V4] a drain with 0 seconds closes the server", async () => {
  const server = await startServer({ drainSeconds: 0 });
  const ada = await peer(server.url, "ada");
  await server.drain();
  expect((await ada.received()).slice(0, 2)).toEqual(["disconnect", "transport close"]);
  expect(ends(server.facts)).toEqual([{ type: "server.closed" }]);
});
