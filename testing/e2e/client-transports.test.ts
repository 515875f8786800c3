import { ServerChannel } from "simple-webrtc-signaling-client";
import { expect, onTestFinished, test } from "vitest";
import { channelTo, readyAgain, start } from "./behind-proxy.ts";
import { firstHandshake, transportOptions } from "./client-transport.ts";

test("[case K9] if WebSockets are dropped silently, long polling connects", async () => {
  const { proxy } = await start("swallow");
  const channel = channelTo(proxy.url);
  await channel.connect();
  expect(proxy.handshakes.slice(0, 2)).toEqual([firstHandshake, "polling"]);
  await channel.send("and it can be used");
});

test("[case K9] the first open transport is used, and the other one is closed", async () => {
  const { proxy, server } = await start("swallow");
  await channelTo(proxy.url).connect();
  // The first WebSocket. Later ones are upgrades of long polling.
  await expect.poll(() => proxy.handshakes).toEqual([firstHandshake, "polling", "upgrade"]);
  await expect.poll(() => proxy.webSockets).toBe(1);
  expect(server.facts.filter(({ type }) => type === "socket.connected")).toHaveLength(1);
});

test("[case K9] a lost connection is restored with the transport that worked", async () => {
  const { proxy } = await start("swallow");
  const channel = channelTo(proxy.url);
  await channel.connect();
  const before = proxy.handshakes.length;
  const again = readyAgain(channel);
  proxy.cut();
  await again;
  const tried = proxy.handshakes.slice(before).filter((transport) => transport !== "upgrade");
  expect(tried).toEqual(["polling"]);
});

test("[case K9] long polling upgrades to a WebSocket, which later connects use first", async () => {
  const { proxy, server } = await start("refuse");
  const channel = channelTo(proxy.url);
  await channel.connect();
  proxy.upgrades = "pass";
  // A new connection attempts the upgrade again.
  const again = readyAgain(channel);
  proxy.cut();
  await again;
  await expect.poll(() => proxy.webSockets).toBe(1);
  await channel.send("over the websocket, or before it");
  const before = proxy.handshakes.length;
  const onceMore = readyAgain(channel);
  proxy.cut();
  await onceMore;
  expect(proxy.handshakes[before]).toBe("websocket");
  expect(server.facts.filter(({ type }) => type === "peer.resumed")).toHaveLength(2);
});

test("[case K9] a refused WebSocket causes no wait", async () => {
  const { proxy } = await start("refuse");
  const channel = new ServerChannel({
    url: proxy.url,
    peerId: "ada",
    timeoutMs: 600_000,
    ...transportOptions,
  });
  onTestFinished(() => channel.disconnect());
  await channel.connect();
  expect(proxy.handshakes.slice(0, 2)).toEqual([firstHandshake, "polling"]);
});

test("[case K9] in a network that starts to drop WebSockets, long polling takes over", async () => {
  const { proxy } = await start("pass");
  const channel = channelTo(proxy.url);
  await channel.connect();
  proxy.upgrades = "swallow";
  const again = readyAgain(channel);
  proxy.cut();
  await again;
  expect(proxy.handshakes.slice(0, 3)).toEqual([firstHandshake, firstHandshake, "polling"]);
});

test("while the server is unavailable, a WebSocket that worked is tried alone three times", async () => {
  const { proxy } = await start("pass");
  const channel = channelTo(proxy.url);
  await channel.connect();
  const again = readyAgain(channel);
  proxy.status = 502;
  proxy.cut();
  const tried = () => proxy.handshakes.slice(1, 5);
  await expect.poll(() => tried().length, { timeout: 30_000 }).toBe(4);
  expect(tried().slice(0, 3)).toEqual([firstHandshake, firstHandshake, firstHandshake]);
  proxy.status = undefined;
  await again;
});
