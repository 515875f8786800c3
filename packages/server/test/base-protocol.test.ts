import { describe, expect, test } from "vitest";
import { startServer } from "./start-server.ts";
import { peer, StockClient, type StockClientKind, stockClients } from "./stock-client.ts";

const opened = (from: string) => ({
  from,
  target: "all",
  message: "Peer has joined the signaling server",
  action: "open",
});

const closed = (from: string) => ({
  from,
  target: "all",
  message: "Peer has left the signaling server",
  action: "close",
});

/** Returns three peers of one room, which have received all joins. */
async function threePeers(kind: StockClientKind) {
  const { url } = await startServer();
  const ada = await peer(url, "ada", { kind });
  const bob = await peer(url, "bob", { kind });
  const eve = await peer(url, "eve", { kind });
  for (const newcomer of ["bob", "eve"]) expect(await ada.envelope()).toEqual(opened(newcomer));
  expect(await bob.envelope()).toEqual(opened("eve"));
  return { ada, bob, eve };
}

describe.each(stockClients)("stock socket.io-client $client over $transport", (kind) => {
  test("[C1] [C2] a socket connects with the token and is refused without it", async () => {
    const { url } = await startServer();
    await new StockClient(url, { kind }).connected();
    for (const auth of [{}, { token: "wrong" }, { token: 7 }, { token: { a: 1 } }]) {
      const refused = new StockClient(url, { kind, auth });
      const [event, error] = await refused.received();
      expect(event).toBe("connect_error");
      expect(error).toMatchObject({
        message: "Authentication error",
        data: { code: "forbidden", reason: expect.stringContaining("token") },
      });
    }
  });

  test("[R1] [R2] a new peer receives the present peers, and they receive its join", async () => {
    const { url } = await startServer();
    const ada = await new StockClient(url, { kind }).connected();
    ada.socket.emit("ready", "ada");
    expect(await ada.envelope()).toEqual({ from: "all", target: "ada", connections: {} });

    const bob = await new StockClient(url, { kind }).connected();
    bob.socket.emit("ready", "bob");
    expect(await bob.envelope()).toEqual({
      from: "all",
      target: "bob",
      connections: { ada: { socketId: ada.socket.id, peerId: "ada" } },
    });
    expect(await ada.envelope()).toEqual(opened("bob"));
    await ada.receivedNothingMore("ada");
    await bob.receivedNothingMore("bob");
  });

  test("[M1] [M2] [M3] a message reaches all other peers, and the server sets from", async () => {
    const { ada, bob, eve } = await threePeers(kind);
    const contents = [
      [{ from: "bob", target: "eve", message: { type: "offer" }, extra: 1 }, { type: "offer" }],
      [{ message: null }, null],
      ["a text", "a text"],
      [null, null],
      [0, 0],
      [
        [1, { message: 2 }],
        [1, { message: 2 }],
      ],
      [{ other: { message: 3 } }, { other: { message: 3 } }],
    ];
    for (const [sent, relayed] of contents) {
      ada.socket.emit("message", sent);
      const envelope = { from: "ada", target: "all", message: relayed };
      expect(await bob.envelope()).toEqual(envelope);
      expect(await eve.envelope()).toEqual(envelope);
    }
    await ada.receivedNothingMore("ada");
  });

  test("[O1] messageOne reaches only its target, and the server sets from", async () => {
    const { ada, bob, eve } = await threePeers(kind);
    ada.socket.emit("messageOne", { from: "eve", target: "bob", message: { sdp: "v=0" } });
    expect(await bob.envelope()).toEqual({ from: "ada", target: "bob", message: { sdp: "v=0" } });
    await eve.receivedNothingMore("eve");
    await ada.receivedNothingMore("ada");
  });

  test("[L1] the leave of a peer is announced to all others, and its id is free", async () => {
    const { url } = await startServer();
    const ada = await peer(url, "ada", { kind });
    const bob = await peer(url, "bob", { kind });
    expect(await ada.envelope()).toEqual(opened("bob"));
    bob.socket.disconnect();
    expect(await ada.envelope()).toEqual(closed("bob"));
    await peer(url, "bob", { kind });
    expect(await ada.envelope()).toEqual(opened("bob"));
  });

  test("[R5] a newcomer with a taken id receives uniquenessError and is disconnected; the holder is not affected", async () => {
    const { url } = await startServer();
    const holder = await peer(url, "ada", { kind });
    const second = await new StockClient(url, { kind }).connected();
    second.socket.emit("ready", "ada");
    const [event, error] = await second.received();
    expect(event).toBe("uniquenessError");
    const { message } = error as { message: string };
    expect(error).toEqual({ error: message, message });
    expect(message).toContain("ada");
    expect((await second.received()).slice(0, 2)).toEqual(["disconnect", "io server disconnect"]);
    await holder.receivedNothingMore("ada");
  });

  test("[H1] messages emitted while connecting arrive after ready, in order", async () => {
    const { url } = await startServer();
    const ada = await peer(url, "ada", { kind });
    const bob = new StockClient(url, { kind });
    bob.socket.on("connect", () => bob.socket.emit("ready", "bob"));
    bob.socket.emit("message", "one");
    bob.socket.emit("messageOne", { target: "ada", message: "two" });
    bob.socket.emit("message", "three");
    expect(await ada.envelope()).toEqual(opened("bob"));
    expect(await ada.envelope()).toEqual({ from: "bob", target: "all", message: "one" });
    expect(await ada.envelope()).toEqual({ from: "bob", target: "ada", message: "two" });
    expect(await ada.envelope()).toEqual({ from: "bob", target: "all", message: "three" });
  });

  test("[G1] GET /connections responds with the lobby, keyed by peer id", async () => {
    const { url } = await startServer({ connectionsAccess: "public" });
    const empty = await fetch(`${url}/connections`);
    expect(await empty.json()).toEqual({});
    const ada = await peer(url, "ada", { kind });
    const bob = await peer(url, "bob", { kind });
    const answer = await fetch(`${url}/connections`);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(await answer.json()).toEqual({
      ada: { socketId: ada.socket.id, peerId: "ada" },
      bob: { socketId: bob.socket.id, peerId: "bob" },
    });
  });
});
