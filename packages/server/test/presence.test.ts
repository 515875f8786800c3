import type { PresenceBatch } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import { sessionClient } from "./session-client.ts";
import { startServer } from "./start-server.ts";
import { peer } from "./stock-client.ts";

test("[P1] clients with a session receive presence in batches, and not as envelopes of the base protocol", async () => {
  const { url } = await startServer();
  const ada = await sessionClient(url);
  const { session: adas } = await ada.ready("ada");
  const bob = await peer(url, "bob");
  const carol = await sessionClient(url);
  const { session } = await carol.ready("carol", { metadata: { of: "carol" } });
  const joined = [
    { peerId: "ada", socketId: ada.socket.id, sessionId: adas.id, metadata: null },
    { peerId: "bob", socketId: bob.socket.id, sessionId: bob.socket.id, metadata: null },
    {
      peerId: "carol",
      socketId: carol.socket.id,
      sessionId: session.id,
      metadata: { of: "carol" },
    },
  ];
  const batches: PresenceBatch[] = [];
  const told = () => batches.flatMap((batch) => batch.joined);
  while (told().length < 3) batches.push(await ada.batches.take());
  expect(told()).toEqual(joined);
  expect(batches.map(({ revision }) => revision)).toEqual(batches.map((_, index) => index + 1));
  const { id } = bob.socket;
  bob.socket.disconnect();
  expect(await ada.nextLeft()).toEqual([{ peerId: "bob", sessionId: id }]);
  await ada.ask("messageOne", { target: "ada", message: "nothing before" });
  expect(await ada.envelope()).toMatchObject({ message: "nothing before" });
});

test("[P1] peers that return to the next process are announced in one batch, with new peers", async () => {
  const sessionKey = "a key that outlives the process, for this test";
  const first = await startServer({ sessionKey });
  const names = ["ada", "bob", "carol"];
  const sessions = await Promise.all(
    names.map(async (name) => (await (await sessionClient(first.url)).ready(name)).session),
  );
  await first.close();

  const { url } = await startServer({ sessionKey });
  const watcher = await sessionClient(url);
  await watcher.ready("watcher");
  await watcher.batches.take();
  const clients = await Promise.all([...names, "dora"].map(() => sessionClient(url)));
  const back = (index: number) =>
    clients[index]?.ready(names[index] ?? "", { session: { ...sessions[index], attempt: 1 } });
  await Promise.all([back(0), back(1)]);
  const together = await watcher.batches.take();
  expect(together.joined.map(({ peerId }) => peerId).sort()).toEqual(["ada", "bob"]);

  await back(2);
  await clients[3]?.ready("dora");
  const { joined } = await watcher.batches.take();
  expect(joined.map(({ peerId }) => peerId).sort()).toEqual(["carol", "dora"]);
});

test("[P2] a peer that joins and leaves within one batch is in its left only", async () => {
  const { url } = await startServer();
  const ada = await sessionClient(url);
  await ada.ready("ada");
  const brief = await sessionClient(url);
  const newcomer = await sessionClient(url);
  const { session } = await brief.ready("brief");
  const { peers } = await newcomer.ready("newcomer");
  expect(peers.map(({ peerId }) => peerId)).toEqual(["ada", "brief"]);
  brief.socket.disconnect();
  for (const observer of [ada, newcomer]) {
    expect(await observer.nextLeft()).toEqual([{ peerId: "brief", sessionId: session.id }]);
  }
});

test("[P3] a roster and the batches after it give the true presence, and a client can request a roster", async () => {
  const { url } = await startServer();
  const ada = await sessionClient(url);
  await ada.ready("ada");
  const others = await Promise.all(Array.from({ length: 10 }, () => sessionClient(url)));
  await Promise.all(others.map((client, index) => client.ready(`peer ${index}`)));
  for (const client of others.slice(0, 5)) client.socket.disconnect();
  const expected = ["peer 5", "peer 6", "peer 7", "peer 8", "peer 9"];
  await expect
    .poll(async () => (await ada.roster()).peers.map(({ peerId }) => peerId).sort())
    .toEqual(expected);
  // A batch that arrives after the reply, but before this test continues, is not in the reply.
  const told = ada.batches.size;
  const { revision } = await ada.roster();
  expect(revision).toBeGreaterThanOrEqual(told);
});

test("[P4] stock clients receive the same presence for peers with and without a session", async () => {
  const { url } = await startServer();
  const bob = await peer(url, "bob");
  const ada = await sessionClient(url);
  await ada.ready("ada");
  const message = "Peer has joined the signaling server";
  expect(await bob.envelope()).toEqual({ from: "ada", target: "all", message, action: "open" });
});
