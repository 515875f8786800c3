import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ServerChannel } from "simple-webrtc-signaling-client";
import { framesPrefix } from "simple-webrtc-signaling-protocol";
import { createSignalingServer } from "simple-webrtc-signaling-server";
import { expect, onTestFinished, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { channelTo, readyAgain, start, startServer } from "./behind-proxy.ts";
import { startUpgradeProxy } from "./upgrade-proxy.ts";

test("[F8] a client connects over the plain WebSocket, with one handshake", async () => {
  const { proxy, server } = await start("pass");
  await channelTo(proxy.url).connect();
  expect(proxy.handshakes).toEqual(["plain"]);
  expect(server.facts).toContainEqual(
    expect.objectContaining({ type: "socket.connected", transport: "plain-websocket" }),
  );
});

test("[F11] if only the response to a handshake is lost, the client joins over long polling with the same id", async () => {
  const { proxy, server } = await start("swallow-responses");
  const channel = channelTo(proxy.url);
  await channel.connect();
  expect(proxy.handshakes.slice(0, 2)).toEqual(["plain", "polling"]);
  await channel.send("and it can be used");
  const types = server.facts.map(({ type }) => type);
  const peers = types.filter((type) => /^peer\.(joined|left)$/.test(type));
  expect(peers).toEqual(["peer.joined", "peer.left", "peer.joined"]);
});

test("[F11] the handshake carries `ready`, unless it is long, or the token is a function", async () => {
  const { proxy, server } = await start("pass");
  const carried: boolean[] = [];
  for (const [options, peerInfo] of [
    [{}, {}],
    [{ token: "any" }, { metadata: "é" }],
    [{}, { metadata: "x".repeat(4_000) }],
    [{ token: () => "any" }, {}],
  ] as const) {
    const channel = new ServerChannel({ url: proxy.url, peerId: "ada", ...options });
    await channel.connect(peerInfo);
    carried.push(proxy.protocols.at(-1)?.includes(framesPrefix) ?? false);
    channel.disconnect();
    await expect
      .poll(() => server.facts.filter(({ type }) => type === "peer.left"))
      .toHaveLength(carried.length);
  }
  expect(carried).toEqual([true, true, false, false]);
});

test.each([
  ["a server with WEBSOCKET_PATH=off", "pass", { websocketPath: "off" }],
  ["a server with another WEBSOCKET_PATH", "pass", { websocketPath: "/elsewhere" }],
  ["a proxy that passes only the path of Socket.IO", "engine", {}],
] as const)("[F7] Socket.IO connects at once: %s", async (_, upgrades, options) => {
  const { proxy, server } = await start(upgrades, options);
  const channel = new ServerChannel({ url: proxy.url, peerId: "ada", timeoutMs: 600_000 });
  onTestFinished(() => channel.disconnect());
  await channel.connect();
  expect(proxy.handshakes.slice(0, 2)).toEqual(["plain", "polling"]);
  await channel.send("and it can be used");
  // The transport that worked is remembered, and it has become a WebSocket.
  await expect.poll(() => proxy.webSockets).toBe(1);
  await channel.send("over the websocket, or before it");
  const again = readyAgain(channel);
  const before = proxy.handshakes.length;
  proxy.cut();
  await again;
  expect(proxy.handshakes[before]).toBe("websocket");
  expect(server.facts.filter(({ type }) => type === "peer.resumed")).toHaveLength(1);
});

/** An application whose own WebSockets are at `/ws`, and which answers as given. */
async function startApplication(answer: (webSocket: WebSocket) => void): Promise<string> {
  const httpServer = createServer();
  const webSockets = new WebSocketServer({ noServer: true });
  httpServer.on("upgrade", (request, socket, head) => {
    if (request.url === "/ws") webSockets.handleUpgrade(request, socket, head, answer);
  });
  const signaling = createSignalingServer({ auth: "none", websocketPath: "off", report: () => {} });
  signaling.attach(httpServer);
  httpServer.listen(0, "127.0.0.1");
  await once(httpServer, "listening");
  onTestFinished(async () => {
    for (const webSocket of webSockets.clients) webSocket.terminate();
    await signaling.close();
    httpServer.closeAllConnections();
    httpServer.close();
  });
  return `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
}

test.each([
  ["says nothing", () => {}],
  ["says something else", (webSocket: WebSocket) => webSocket.send("hello")],
  ["sends binary data", (webSocket: WebSocket) => webSocket.send(Buffer.from([1]))],
  ["closes", (webSocket: WebSocket) => webSocket.close(1000)],
] as const)("[F8] Socket.IO connects if another server at /ws %s", async (_, answer) => {
  const channel = channelTo(await startApplication(answer));
  await channel.connect();
  await channel.send("and it can be used");
});

test("[F1] a refused authentication is no reason for another transport", async () => {
  const { proxy } = await start("pass", { auth: "token", token: "a token of the server" });
  const channel = channelTo(proxy.url);
  await expect(channel.connect()).rejects.toMatchObject({ code: "forbidden" });
  expect(proxy.handshakes).toEqual(["plain"]);
});

test("an unavailable server is asked once by each transport per attempt", async () => {
  const { proxy } = await start("pass");
  proxy.status = 502;
  const channel = new ServerChannel({ url: proxy.url, peerId: "ada", timeoutMs: 1_000 });
  const errors: unknown[] = [];
  channel.on("error", ({ code }) => errors.push(code));
  await expect(channel.connect()).rejects.toMatchObject({ code: "unavailable" });
  expect(proxy.handshakes.slice(0, 4)).toEqual(["plain", "polling", "plain", "polling"]);
  expect(errors).toEqual(["unavailable"]);
});

test("[F9] a client joins in one flight after the handshake", async () => {
  const url = await startApplication((webSocket) => {
    const send = (frame: object) => webSocket.send(JSON.stringify(frame));
    send({ event: "open", data: { leaveId: "x", maxMessageBytes: 2_000, heartbeatMs: 60_000 } });
    webSocket.on("message", (data: Buffer) => {
      const { event, id: reply } = JSON.parse(data.toString());
      if (event !== "ready") return;
      // Not before, so that a client that waits for it never joins.
      send({ event: "connected", data: { socketId: "socket", maxMessageBytes: 2_000 } });
      send({ reply, data: { ok: true, value: { peers: [] } } });
    });
  });
  await channelTo(url).connect();
});

test("the plain WebSocket is below the base path", async () => {
  const { url } = await startServer({ basePath: "/signal/" });
  const proxy = await startUpgradeProxy(url);
  await channelTo(new URL("signal/", proxy.url).href).connect();
  expect(proxy.handshakes).toEqual(["plain"]);
});
