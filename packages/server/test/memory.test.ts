import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import { createSignalingServer } from "../src/index.ts";
import { JsonSocket } from "./json-socket.ts";
import { token } from "./start-server.ts";
import { peer } from "./stock-client.ts";

/** Starts a server on an HTTP server of the test, which has a weak reference to every upgrade request. */
async function startObserved() {
  const upgrades: WeakRef<IncomingMessage>[] = [];
  const closed: string[] = [];
  const httpServer = createServer();
  const signaling = createSignalingServer({ token, report: () => {} });
  signaling.attach(httpServer);
  httpServer.prependListener("upgrade", (request, socket) => {
    upgrades.push(new WeakRef(request));
    socket.once("close", () => closed.push("once"));
    socket.on("close", () => closed.push("on"));
  });
  await new Promise<void>((resolve) => {
    httpServer.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(async () => {
    await signaling.close();
    httpServer.close();
  });
  const { port } = httpServer.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, upgrades, closed };
}

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Returns the number of requests that are still in memory. */
function retained(upgrades: readonly WeakRef<IncomingMessage>[]): number {
  collectGarbage();
  return upgrades.filter((upgrade) => upgrade.deref()).length;
}

test("an accepted connection does not keep the request of its handshake, with its credentials, in memory", async () => {
  const { url, upgrades } = await startObserved();
  const ada = await peer(url, "ada", { transports: ["websocket"] });
  const polled = await peer(url, "bob", { transports: ["polling", "websocket"] });
  const plain = new JsonSocket(url, { auth: { token } });
  onTestFinished(() => void plain.disconnect());
  await new Promise((resolve) => plain.once("connect", resolve));
  await expect.poll(() => upgrades.length).toBe(3);
  await expect.poll(() => retained(upgrades)).toBe(0);
  expect([ada.socket.connected, polled.socket.connected, plain.connected]).toEqual([
    true,
    true,
    true,
  ]);
});

test("the application's listeners of an upgraded socket stay", async () => {
  const { url, closed } = await startObserved();
  const ada = await peer(url, "ada", { transports: ["websocket"] });
  ada.socket.disconnect();
  await expect.poll(() => closed).toEqual(["once", "on"]);
});
