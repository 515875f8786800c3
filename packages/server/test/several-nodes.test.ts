import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { sharedRedis } from "../../../testing/kit/shared-redis.ts";
import { startNodes } from "./redis-nodes.ts";
import { sessionClient } from "./session-client.ts";
import type { RunningServer } from "./start-server.ts";
import { peer } from "./stock-client.ts";

useRedis();

async function twoNodes(options: Parameters<typeof startNodes>[1] = {}) {
  const { url } = await sharedRedis();
  const redis = { prefix: `${randomUUID()}:` };
  return (await startNodes([url, url], { redis, ...options })) as [RunningServer, RunningServer];
}

test("[U2] [D3] [O4] messages to a peer of another server arrive in order, and the reply states what happened", async () => {
  const [one, two] = await twoNodes();
  const ada = await sessionClient(one.url);
  await ada.ready("ada");
  const bob = await sessionClient(two.url);
  await bob.ready("bob");
  const count = 100;
  const replies = Array.from({ length: count }, (_, number) =>
    ada.ask("messageOne", { target: "bob", message: number }),
  );
  for (const reply of await Promise.all(replies)) expect(reply).toEqual({ ok: true, value: null });
  for (let number = 0; number < count; number += 1) {
    expect(await bob.envelope()).toMatchObject({ from: "ada", message: number });
  }
  bob.lose();
  await expect
    .poll(() => ada.ask("messageOne", { target: "bob", message: "?" }))
    .toMatchObject({ ok: false, code: "peer-away" });
});

test("[U3] [E5] of several attempts on two servers to resume a session, the last one has it", async () => {
  const [one, two] = await twoNodes();
  const observer = await peer(two.url, "observer");
  const ada = await sessionClient(one.url);
  const { session } = await ada.ready("ada");
  expect(await observer.envelope()).toMatchObject({ action: "open", from: "ada" });
  const attempts = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const client = await sessionClient((index % 2 === 0 ? one : two).url);
      const claim = { session: { ...session, attempt: index + 1 } };
      return { client, reply: client.ask("ready", "ada", claim) };
    }),
  );
  const last = attempts.at(-1);
  // An earlier attempt may be disconnected before its reply.
  expect(await last?.reply).toMatchObject({ ok: true, value: { isResumed: true } });
  const reply = await observer.ask("messageOne", { target: "ada", message: "to the last" });
  expect(reply).toMatchObject({ ok: true });
  expect(await last?.client.envelope()).toMatchObject({ message: "to the last" });
  await observer.receivedNothingMore("observer");
});

test("[U7] [P1] after a resume on another server the revision continues the count of that server", async () => {
  const [one, two] = await twoNodes();
  const ada = await sessionClient(one.url);
  const { session } = await ada.ready("ada");
  const bob = await sessionClient(two.url);
  const { revision: first } = await bob.ready("bob");
  for (const id of ["cleo", "dora", "eve"]) {
    await (await sessionClient(one.url)).ready(id);
    while (!(await bob.batches.take()).joined.some(({ peerId }) => peerId === id));
  }
  const again = await sessionClient(two.url);
  const { revision } = await again.ready("ada", { session: { ...session, attempt: 1 } });
  expect(revision).toBeGreaterThanOrEqual(first + 3);
  await (await sessionClient(one.url)).ready("fred");
  expect(await again.batches.take()).toMatchObject({
    revision: revision + 1,
    joined: [{ peerId: "fred" }],
  });
});

test("[U8] [B7] the limit of peers of a room counts the peers of all servers", async () => {
  const [one, two] = await twoNodes({ maxPeersPerRoom: 2 });
  await (await sessionClient(one.url)).ready("ada");
  await (await sessionClient(two.url)).ready("bob");
  for (const { url } of [one, two]) {
    const full = await (await sessionClient(url)).ask("ready", "cleo", { session: true });
    expect(full).toMatchObject({ ok: false, code: "room-full" });
  }
});

test("[U9] without NODE_URL, a connection by long polling is unknown to other servers", async () => {
  const [one, two] = await twoNodes();
  const polling = (url: string, more = "") =>
    fetch(`${url}/socket.io/?EIO=4&transport=polling${more}`);
  const opened = await (await polling(one.url)).text();
  const { sid } = JSON.parse(opened.slice(1)) as { readonly sid: string };
  expect((await polling(two.url, `&sid=${sid}`)).status).toBe(400);
  expect((await polling(one.url, `&sid=${sid}`)).status).toBe(200);
});

test("[U10] [V2] [V3] while a server drains, sessions move unheard, and leaves of stock clients reach other servers", async () => {
  const [one, two] = await twoNodes();
  const cleo = await peer(two.url, "cleo");
  const ada = await sessionClient(one.url);
  const { session } = await ada.ready("ada");
  const bob = await peer(one.url, "bob");
  for (const from of ["ada", "bob"]) {
    expect(await cleo.envelope()).toMatchObject({ action: "open", from });
  }
  const drained = one.drain();
  expect(await ada.received()).toMatchObject(["drain", { retryAfterMs: expect.any(Number) }]);
  const again = await sessionClient(two.url);
  await again.ready("ada", { session: { ...session, attempt: 1 } });
  expect(await cleo.envelope()).toMatchObject({ action: "close", from: "bob" });
  const [event] = await bob.received();
  expect(event).toBe("disconnect");
  await drained;
  await cleo.receivedNothingMore("cleo");
});
