import type { ReadyValue, Reply } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import { sessionClient } from "./session-client.ts";
import { startServer } from "./start-server.ts";
import { isJsonUsual, peer, StockClient } from "./stock-client.ts";

const visitor = (url: string) => new StockClient(url).connected();

test("[R3] ids are 1 to 128 visible characters, and a visitor may try again", async () => {
  const { url } = await startServer();
  const client = await visitor(url);
  const refused: unknown[] = [
    "",
    " ada",
    "ada ",
    "a\nb",
    "a\u0000",
    "a\u202eb",
    "a\u2028b",
    "\ud800",
    "\ue000",
    "all",
    "x".repeat(129),
    7,
    null,
    undefined,
    {},
    ["ada"],
    true,
    { toString: "ada" },
  ];
  for (const id of refused) {
    expect(await client.ask("ready", id), JSON.stringify(id)).toMatchObject({
      ok: false,
      code: "bad-peer-id",
    });
  }
  expect(await client.ask("ready", "Zoë ✈ 1/2 <b>", null)).toMatchObject({ ok: true });
  expect(await (await visitor(url)).ask("ready", "🛰".repeat(128))).toMatchObject({ ok: true });
});

test("[R4] names of Object.prototype are ordinary peer ids", async () => {
  const { url } = await startServer({ connectionsAccess: "public" });
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  for (const name of names) await peer(url, name);
  const last = await visitor(url);
  last.socket.emit("ready", "last");
  const { connections } = (await last.envelope()) as { connections: object };
  expect(Object.keys(connections).sort()).toEqual([...names].sort());
  expect(await last.ask("messageOne", { target: "valueOf", message: 1 })).toMatchObject({
    code: "peer-not-found",
  });
  for (const target of names) {
    expect(await last.ask("messageOne", { target, message: 1 })).toEqual({ ok: true, value: null });
  }
  const page = await (await fetch(`${url}/connections`)).text();
  expect(page).toContain('"__proto__":{"socketId":');
});

test("[R5] a taken id with an acknowledgement is answered by the reply, then the event and the disconnect", async () => {
  const { url } = await startServer();
  const holder = await peer(url, "ada");
  const second = await visitor(url);
  const reply = second.ask("ready", "ada");
  expect((await second.received())[0]).toBe("uniquenessError");
  expect((await second.received())[0]).toBe("disconnect");
  expect(await reply).toMatchObject({ ok: false, code: "peer-id-taken" });
  await holder.receivedNothingMore("ada");
});

test("[R6] a second ready is refused and changes nothing", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  for (const id of ["bob", "ada"]) {
    expect(await ada.ask("ready", id)).toMatchObject({ ok: false, code: "forbidden" });
  }
  await ada.receivedNothingMore("ada");
  expect((await peer(url, "bob")).socket.connected).toBe(true);
});

test("[R6] the first of two concurrent ready is accepted", async () => {
  const { url } = await startServer();
  const client = await visitor(url);
  const replies = await Promise.all([client.ask("ready", "ada"), client.ask("ready", "bob")]);
  expect(replies).toMatchObject([
    { ok: true, value: { peerId: "ada" } },
    { ok: false, code: "forbidden" },
  ]);
});

test("[R7] options may be absent or null, and other types are refused", async () => {
  const { url } = await startServer();
  const lobby = { ok: true, value: { room: "lobby" } };
  for (const [index, options] of [undefined, null, {}, { room: null, metadata: null }].entries()) {
    const client = await visitor(url);
    expect(await client.ask("ready", `peer ${index}`, options)).toMatchObject(lobby);
  }
  const client = await visitor(url);
  // Over a plain WebSocket the options are members of an object.
  const otherTypes = isJsonUsual ? [] : ["attic", 7, [], true];
  for (const options of [...otherTypes, { room: "" }, { room: 7 }, { room: "a\tb" }]) {
    expect(await client.ask("ready", "ada", options), JSON.stringify(options)).toMatchObject({
      ok: false,
      code: "bad-message",
    });
  }
  expect(await client.ask("ready", "ada", { room: "all" })).toMatchObject({ ok: true });
});

test("[R8] rooms have separate ids, messages, presence and listings", async () => {
  const { url } = await startServer({ connectionsAccess: "public" });
  const inLobby = await peer(url, "ada");
  const inAttic = await peer(url, "ada", { room: "attic" });
  const bob = await peer(url, "bob", { room: "attic" });
  expect(await inAttic.envelope()).toMatchObject({ from: "bob", action: "open" });

  bob.socket.emit("message", "to the attic");
  expect(await inAttic.envelope()).toEqual({ from: "bob", target: "all", message: "to the attic" });
  expect(await bob.ask("messageOne", { target: "ada", message: "up here" })).toMatchObject({
    ok: true,
  });
  expect(await inAttic.envelope()).toEqual({ from: "bob", target: "ada", message: "up here" });
  expect(await inLobby.ask("messageOne", { target: "bob", message: "?" })).toMatchObject({
    ok: false,
    code: "peer-not-found",
  });
  bob.socket.disconnect();
  expect(await inAttic.envelope()).toMatchObject({ from: "bob", action: "close" });
  await inLobby.receivedNothingMore("ada");
  const listing = await fetch(`${url}/connections?room=attic`);
  expect(Object.keys((await listing.json()) as object)).toEqual(["ada"]);
});

test("[R8] a client cannot use a socket id as a Socket.IO room", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  const bob = await peer(url, "bob", { room: ada.socket.id as string });
  const eve = await peer(url, ada.socket.id as string, { room: "attic" });
  bob.socket.emit("message", "to a room named like a socket");
  for (const sender of [bob, eve]) {
    expect(await sender.ask("messageOne", { target: ada.socket.id, message: 1 })).toMatchObject(
      sender === eve ? { ok: true } : { ok: false, code: "peer-not-found" },
    );
  }
  await ada.receivedNothingMore("ada");
});

test("[R9] [R10] the reply contains the peer, its room and the other peers with their metadata", async () => {
  const { url } = await startServer();
  const metadata: unknown = JSON.parse('{"name":"Ada","tags":["camera",null],"__proto__":{"a":1}}');
  const ada = await visitor(url);
  expect(await ada.ask("ready", "ada", { room: "attic", metadata })).toEqual({
    ok: true,
    value: { peerId: "ada", room: "attic", socketId: ada.socket.id, peers: [] },
  });
  const bob = await peer(url, "bob", { room: "attic" });
  const eve = await visitor(url);
  expect(await eve.ask("ready", "eve", { room: "attic" })).toEqual({
    ok: true,
    value: {
      peerId: "eve",
      room: "attic",
      socketId: eve.socket.id,
      peers: [
        { peerId: "ada", socketId: ada.socket.id, metadata },
        { peerId: "bob", socketId: bob.socket.id, metadata: null },
      ],
    },
  });
});

test("[R10] metadata is JSON of at most 4,096 bytes", async () => {
  const { url } = await startServer();
  const client = await visitor(url);
  const ask = (metadata: unknown) => client.ask("ready", "ada", { metadata });
  expect(await ask("é".repeat(2_048))).toMatchObject({ ok: false, code: "too-large" });
  expect(await ask(Buffer.from("binary"))).toMatchObject({ ok: false, code: "bad-message" });
  expect(await ask("é".repeat(2_047))).toMatchObject({ ok: true });
});

test("[R12] [P1] [E2] rosters and presence contain the join id of a peer, also after it resumed its session", async () => {
  const { url } = await startServer();
  const watcher = await sessionClient(url);
  await watcher.ready("watcher");
  await watcher.batches.take();
  const ada = await sessionClient(url);
  const { session } = await ada.ready("ada", { joinId: "the first stay" });
  const { joined } = await watcher.batches.take();
  expect(joined).toMatchObject([{ peerId: "ada", joinId: "the first stay" }]);
  ada.lose();
  const again = await sessionClient(url);
  await again.ready("ada", { joinId: "ignored", session: { ...session, attempt: 1 } });
  const bob = await visitor(url);
  const reply = (await bob.ask("ready", "bob", { joinId: null })) as Reply<ReadyValue>;
  expect(reply.ok && reply.value.peers).toEqual([
    { peerId: "watcher", socketId: watcher.socket.id, metadata: null },
    { peerId: "ada", socketId: again.socket.id, metadata: null, joinId: "the first stay" },
  ]);
  const { peers } = await watcher.roster();
  expect(peers.map(({ peerId, joinId }) => [peerId, joinId])).toEqual([
    ["ada", "the first stay"],
    ["bob", undefined],
  ]);
});

test("[R12] a join id is a text of 1 to 128 characters", async () => {
  const { url } = await startServer();
  const client = await visitor(url);
  for (const joinId of ["", "x".repeat(129), 7, ["a"]]) {
    const reply = await client.ask("ready", "ada", { joinId });
    expect(reply).toMatchObject({ ok: false, code: "bad-message" });
  }
  expect(await client.ask("ready", "ada", { joinId: "x".repeat(128) })).toMatchObject({ ok: true });
});

test("[R11] peers that become ready concurrently all learn of each other", async () => {
  const { url } = await startServer();
  const ids = Array.from({ length: 12 }, (_, index) => `peer ${index}`);
  const clients = await Promise.all(ids.map(() => visitor(url)));
  await Promise.all(clients.map((client, index) => client.ask("ready", ids[index])));
  for (const [index, client] of clients.entries()) {
    const known = new Set<string>();
    while (known.size < ids.length - 1) {
      const envelope = (await client.envelope()) as { from: string; connections?: object };
      for (const id of envelope.connections ? Object.keys(envelope.connections) : [envelope.from]) {
        known.add(id);
      }
    }
    expect(known).toEqual(new Set(ids.filter((_, other) => other !== index)));
  }
});
