import { once } from "node:events";
import { subprotocol } from "simple-webrtc-signaling-protocol";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { startLink } from "./frozen-link.ts";
import { RawSocket, rawPeer, rawVisitor } from "./raw-socket.ts";
import { startServer } from "./start-server.ts";
import { peer, stockClients } from "./stock-client.ts";

const soon = { pingSeconds: 1, pingTimeoutSeconds: 1 };

/** Stops everything in this process for longer than the time limit of an answer, as a lack of processor time does. */
function stall(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_100);
}

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

test("[Y2] [F6] an answer that has arrived counts, even if the server was too busy to read it in time", async () => {
  const { url } = await startServer(soon);
  const ada = await rawPeer(url, "ada");
  const bob = new WebSocket(`${url.replace("http", "ws")}/ws`, subprotocol);
  onTestFinished(() => bob.terminate());
  const pingOfBob = async (): Promise<string> => {
    const [frame] = await once(bob, "message");
    return String(frame).includes('"ping"') ? "ping" : pingOfBob();
  };
  await Promise.all([ada.frame(), pingOfBob()]);
  ada.send("3");
  bob.send('{"event":"pong"}');
  stall();
  expect(await Promise.race([ada.frame(), ada.closed])).toBe("2");
  expect(await Promise.race([pingOfBob(), once(bob, "close")])).toBe("ping");
});

test("[E12] a sign of life that has arrived counts, even if the server was too busy to read it in time", async () => {
  const { url } = await startServer();
  const ada = await rawPeer(url, "ada");
  const other = await rawVisitor(url);
  other.send('42["ready","ada"]');
  expect(await ada.frame()).toBe("2");
  ada.send("3");
  stall();
  expect(String(await other.frame())).toContain("ada");
  expect(ada.isOpen).toBe(true);
});
