import { expect, onTestFinished, test, vi } from "vitest";
import { FaultProxy } from "../kit/fault-proxy.ts";
import { startServer } from "../kit/server-program.ts";
import { recordingClient } from "./recording-client.ts";

/** Bob, and ada behind a network that can fail. */
async function start() {
  const server = await startServer();
  const proxy = await FaultProxy.start({ host: "127.0.0.1", port: server.port });
  onTestFinished(() => proxy.close());
  const bob = await recordingClient(server, "bob");
  const ada = await recordingClient(server, "ada", proxy.url);
  await expect.poll(() => bob.received).toEqual(["open ada"]);
  return { proxy, ada, bob };
}

test("the first attempt after a cut starts at once", async () => {
  // The longest pauses: every further attempt is delayed by at least a second.
  vi.spyOn(Math, "random").mockReturnValue(1);
  const { proxy, ada } = await start();
  const again = ada.readyAgain();
  const cutMs = performance.now();
  proxy.reset();
  await again;
  expect(performance.now() - cutMs).toBeLessThan(1_000);
});

test("a half-open connection is replaced within a second", async () => {
  const { proxy, ada, bob } = await start();
  const again = ada.readyAgain();
  const cutMs = performance.now();
  proxy.halfOpen("server");
  await again;
  await bob.channel.sendTo("ada", "by the new connection");
  await expect.poll(() => ada.messages, { interval: 5 }).toEqual(["by the new connection"]);
  expect(performance.now() - cutMs).toBeLessThan(1_000);
});
