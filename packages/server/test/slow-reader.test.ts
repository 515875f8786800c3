import { expect, test } from "vitest";
import { rawPeer } from "./raw-socket.ts";
import { startServer, token } from "./start-server.ts";
import { peer, type StockClient } from "./stock-client.ts";

const text = "x".repeat(60_000);

/** A size larger than all buffers between two programs on one machine. */
const plenty = 400;

/** Sends messages one after the other until one is refused. */
async function sendUntilRefused(sender: StockClient, target: string): Promise<unknown> {
  for (let left = plenty; left > 0; left -= 1) {
    const reply = await sender.ask("messageOne", { target, message: text });
    if (!(reply as { ok: boolean }).ok) return reply;
  }
  throw new Error("never refused");
}

/** Returns a long-polling peer that has stopped polling. */
async function stoppedPoller(url: string, peerId: string): Promise<void> {
  const address = `${url}/socket.io/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await (await fetch(address)).text()).slice(1)) as { sid: string };
  const own = `${address}&sid=${sid}`;
  const post = (body: string) => fetch(own, { method: "POST", body });
  await post(`40${JSON.stringify({ token })}`);
  await (await fetch(own)).text();
  await post(`42${JSON.stringify(["ready", peerId])}`);
  await (await fetch(own)).text();
}

const unlimited = { messagesPerSecond: 0 };

test("[S1] a slow consumer is disconnected, its sender is refused, and other peers are not affected", async () => {
  const server = await startServer({ ...unlimited, slowConsumerSeconds: 0 });
  const ada = await peer(server.url, "ada");
  const bob = await peer(server.url, "bob");
  const slow = await rawPeer(server.url, "slow");
  await Promise.all([ada.envelope(), ada.envelope(), bob.envelope()]);
  slow.stall();
  expect(await sendUntilRefused(ada, "slow")).toEqual({
    ok: false,
    code: "slow-consumer",
    reason: 'peer "slow" is a slow consumer and was disconnected; the message was not delivered',
  });
  for (const client of [ada, bob]) {
    expect(await client.envelope()).toMatchObject({ from: "slow", action: "close" });
  }
  expect(await ada.ask("messageOne", { target: "bob", message: 1 })).toMatchObject({ ok: true });
  expect(await bob.envelope()).toMatchObject({ from: "ada", message: 1 });
  expect(server.facts).toContainEqual({
    type: "limit.reached",
    limit: "waiting-bytes",
    of: "socket",
  });
});

test("[S1] a message to everyone reaches the other peers despite a slow consumer", async () => {
  const { url } = await startServer({ ...unlimited, maxWaitingBytes: 100_000 });
  const ada = await peer(url, "ada");
  await stoppedPoller(url, "slow");
  const bob = await peer(url, "bob");
  await Promise.all([ada.envelope(), ada.envelope()]);
  for (const number of [1, 2, 3]) {
    expect(await ada.ask("message", { number, text })).toMatchObject({ ok: true });
    expect(await bob.envelope()).toMatchObject({ message: { number } });
  }
  expect(await bob.envelope()).toMatchObject({ from: "slow", action: "close" });
});

test("[S1] a client of long polling that stops polling is a slow consumer", async () => {
  const { url } = await startServer({ ...unlimited, maxWaitingBytes: 100_000 });
  const ada = await peer(url, "ada");
  await stoppedPoller(url, "slow");
  await ada.envelope();
  const send = () => ada.ask("messageOne", { target: "slow", message: text });
  expect(await send()).toMatchObject({ ok: true });
  expect(await send()).toMatchObject({ ok: true });
  expect(await send()).toMatchObject({ ok: false, code: "slow-consumer" });
  expect(await send()).toMatchObject({ ok: false, code: "peer-not-found" });
});

test("[S1] a client that reads its data is never a slow consumer, however much it receives", async () => {
  const { url } = await startServer({ ...unlimited, maxWaitingBytes: 100_000 });
  const ada = await peer(url, "ada");
  for (const transport of ["websocket", "polling"] as const) {
    const reader = await peer(url, transport, { kind: { client: "4.8", transport } });
    await ada.envelope();
    for (let left = 40; left > 0; left -= 1) {
      const message = { target: transport, message: text };
      expect(await ada.ask("messageOne", message)).toMatchObject({ ok: true });
      await reader.envelope();
    }
  }
});

test("[S2] a client that reads nothing for too long is disconnected, however little data waits", async () => {
  const server = await startServer({ slowConsumerSeconds: 1 });
  const ada = await peer(server.url, "ada");
  await stoppedPoller(server.url, "slow");
  await ada.envelope();
  expect(await ada.ask("messageOne", { target: "slow", message: 1 })).toMatchObject({ ok: true });
  expect(await ada.envelope()).toMatchObject({ from: "slow", action: "close" });
  expect(server.facts).toContainEqual({
    type: "limit.reached",
    limit: "waiting-seconds",
    of: "socket",
  });
});
