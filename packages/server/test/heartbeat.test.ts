import { expect, test } from "vitest";
import { startLink } from "./frozen-link.ts";
import { RawSocket, rawPeer } from "./raw-socket.ts";
import { startServer } from "./start-server.ts";
import { peer, stockClients } from "./stock-client.ts";

const soon = { pingSeconds: 1, pingTimeoutSeconds: 1 };

test("[Y1] the handshake contains the heartbeat times, at most 15 s by default", async () => {
  const told = async (options: Partial<typeof soon>) => {
    const { url } = await startServer(options);
    return JSON.parse(String(await new RawSocket(url).frame()).slice(1)) as unknown;
  };
  expect(await told({})).toMatchObject({ pingInterval: 8_000, pingTimeout: 6_000 });
  expect(await told(soon)).toMatchObject({ pingInterval: 1_000, pingTimeout: 1_000 });
});

test("[Y1] a client that answers pings stays connected", async () => {
  const { url } = await startServer(soon);
  const ada = await rawPeer(url, "ada");
  for (const _ of [1, 2, 3]) {
    expect(await ada.frame()).toBe("2");
    ada.send("3");
  }
  expect(ada.isOpen).toBe(true);
});

test("[Y2] a WebSocket that answers no ping is disconnected, and its peer id is free", async () => {
  const server = await startServer(soon);
  const ada = await peer(server.url, "ada");
  const mute = await rawPeer(server.url, "bob");
  await ada.envelope();
  mute.stall();
  expect(await ada.envelope()).toMatchObject({ from: "bob", action: "close" });
  expect(server.facts).toContainEqual({
    type: "socket.disconnected",
    gateway: "socketio",
    socketId: expect.any(String),
    reason: "ping timeout",
  });
  await peer(server.url, "bob");
});

test("[Y2] other packets do not replace the answer to a ping", async () => {
  const server = await startServer(soon);
  const ada = await peer(server.url, "ada");
  const talker = await rawPeer(server.url, "bob");
  await ada.envelope();
  const talking = setInterval(() => talker.send('42["message","I am here"]'), 200);
  await talker.closed;
  clearInterval(talking);
});

test("[Y2] [Y3] server and client detect a silently broken connection, with every client", async () => {
  const server = await startServer(soon);
  const ada = await peer(server.url, "ada");
  const link = await startLink(server.url);
  const clients = await Promise.all(
    stockClients.map((kind) => peer(link.url, `${kind.client} ${kind.transport}`, { kind })),
  );
  await Promise.all(stockClients.map(() => ada.envelope()));
  link.freeze();
  const ends = clients.map(async (client) => {
    for (;;) {
      const [event, reason] = await client.received();
      if (event === "disconnect") return reason;
    }
  });
  expect(await Promise.all(ends)).toEqual(stockClients.map(() => "ping timeout"));
  for (const _ of stockClients) expect(await ada.envelope()).toMatchObject({ action: "close" });
});
