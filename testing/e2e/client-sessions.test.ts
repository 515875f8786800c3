import { expect, onTestFinished, test, vi } from "vitest";
import { FaultProxy } from "../kit/fault-proxy.ts";
import { type RunningServer, type ServerOptions, startServer } from "../kit/server-program.ts";
import { within } from "../kit/within.ts";
import { RecordingClient, recordingClient, stockWatcher } from "./recording-client.ts";

vi.setConfig({ testTimeout: 180_000 });

const key = (name: string) => `the ${name} key for the sessions of these tests`;
const adminToken = "an admin token for these tests";

/** A real server behind a network that can fail. */
async function start(settings: ServerOptions["settings"] = {}) {
  const server = await startServer({
    settings: { SESSION_KEY: key("first"), ADMIN_TOKEN: adminToken, ...settings },
  });
  return { server, proxy: await proxyBefore(server) };
}

async function proxyBefore({ port }: RunningServer): Promise<FaultProxy> {
  const proxy = await FaultProxy.start({ host: "127.0.0.1", port });
  onTestFinished(() => proxy.close());
  return proxy;
}

/** Bob sees ada, whose network can fail. The promise resolves with the error that closes her channel. */
async function startWithPair() {
  const { server, proxy } = await start();
  const bob = await recordingClient(server, "bob");
  const ada = await recordingClient(server, "ada", proxy.url);
  // A peer that joins and leaves within one batch is reported only as left.
  await expect.poll(() => bob.received).toEqual(["open ada"]);
  return { server, proxy, bob, ada, ended: new Promise((end) => ada.channel.on("error", end)) };
}

/**
 * Returns a grace period in which clients reconnect to the next server, by the time that this machine needed to start a
 * server and to connect three clients.
 */
function graceAfter(startMs: number): string {
  return String(Math.max(6, Math.ceil((6 * startMs) / 1_000)));
}

/** Returns the status of the response. */
async function kick({ url }: RunningServer, peerId: string): Promise<number> {
  const { status } = await fetch(`${url}/admin/rooms/lobby/peers/${peerId}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${adminToken}` },
  });
  return status;
}

test("repeated cuts are resumed and not reported to other peers", async () => {
  const { server, proxy } = await start();
  const stock = await stockWatcher(server, "stock");
  const bob = await recordingClient(server, "bob");
  const ada = await recordingClient(server, "ada", proxy.url);
  await expect.poll(() => [bob.received, stock.received.length]).toEqual([["open ada"], 2]);

  for (const cut of [1, 2, 3]) {
    const again = ada.readyAgain();
    proxy.reset();
    await again;
    expect(proxy.taken).toBe(1 + cut);
  }

  await ada.talksWith(bob);
  expect(ada.received).toEqual([]);
  expect(bob.received).toEqual(["open ada"]);
  await ada.channel.send("nothing before this");
  await expect.poll(() => stock.received).toHaveLength(3);
  expect(stock.received[2]).toMatchObject({ from: "ada", message: "nothing before this" });
});

test("a half-open connection is replaced, and other peers are not notified", async () => {
  const { server, proxy } = await start();
  const stock = await stockWatcher(server, "stock");
  const bob = await recordingClient(server, "bob");
  const ada = await recordingClient(server, "ada", proxy.url);
  await expect.poll(() => bob.received).toEqual(["open ada"]);
  const again = ada.readyAgain();
  proxy.halfOpen("server");
  await again;
  await bob.channel.sendTo("ada", "by the new one");
  await expect.poll(() => ada.messages, { interval: 5 }).toEqual(["by the new one"]);
  await ada.talksWith(bob);
  expect([ada.received, bob.received]).toEqual([[], ["open ada"]]);
  await ada.channel.send("nothing before this");
  await expect.poll(() => stock.received).toHaveLength(3);
  expect(stock.received[2]).toMatchObject({ message: "nothing before this" });
});

test("a network that drops everything for a while loses no message", async () => {
  const { server, proxy } = await start();
  const bob = await recordingClient(server, "bob");
  const ada = await recordingClient(server, "ada", proxy.url);
  proxy.blackhole("both");
  const sent = [1, 2, 3].map((number) => bob.channel.sendTo("ada", number));
  const answered = ada.channel.sendTo("bob", "through the hole");
  await Promise.all(sent);
  expect([ada.messages, bob.messages]).toEqual([[], []]);
  proxy.heal();
  await answered;
  await expect.poll(() => ada.messages).toEqual([1, 2, 3]);
  expect(bob.messages).toEqual(["through the hole"]);
  expect(ada.states).toEqual(["connected"]);
});

test.each(["SIGTERM", "SIGKILL"] as const)(
  "after a restart by %s with the same key, only peers that do not reconnect have left",
  async (signal) => {
    const startMs = performance.now();
    const { server, proxy } = await start({ SESSION_GRACE: "120" });
    const ada = await recordingClient(server, "ada", proxy.url);
    const bob = await recordingClient(server, "bob", proxy.url);
    const cleo = await recordingClient(server, "cleo", proxy.url);
    await expect.poll(() => ada.received).toEqual(["open bob", "open cleo"]);
    const grace = graceAfter(performance.now() - startMs);
    const again = [ada.readyAgain(), bob.readyAgain()];
    await server.end(signal);
    cleo.channel.disconnect();
    const { port, token } = server;
    await startServer({
      port,
      token,
      settings: { SESSION_KEY: key("first"), SESSION_GRACE: grace },
    });
    await Promise.all(again);
    await ada.talksWith(bob);
    const timeout = 120_000;
    await expect.poll(() => ada.received, { timeout }).toContain("close cleo");
    await expect.poll(() => bob.received, { timeout }).toContain("close cleo");
    expect(ada.received).toEqual(["open bob", "open cleo", "close cleo"]);
    expect(bob.received).toEqual(["open cleo", "close cleo"]);
  },
);

test("after a restart with another key, all peers become ready with new sessions", async () => {
  const { server } = await start({ SESSION_GRACE: "3" });
  const ada = await recordingClient(server, "ada");
  const bob = await recordingClient(server, "bob");
  const cleo = await recordingClient(server, "cleo");
  await expect.poll(() => [...ada.present]).toEqual(["bob", "cleo"]);
  const again = [ada.readyAgain(), bob.readyAgain()];
  await server.end("SIGKILL");
  cleo.channel.disconnect();
  const { port, token } = server;
  await startServer({ port, token, settings: { SESSION_KEY: key("second"), SESSION_GRACE: "3" } });
  await Promise.all(again);
  await ada.talksWith(bob);
  // The leave is reported at the end of the gathering time.
  const present = () => [[...ada.present], [...bob.present]];
  await expect.poll(present).toEqual([["bob"], ["ada"]]);
  for (const { received, states } of [ada, bob]) {
    expect(received.filter((word) => /close (ada|bob)/.test(word))).toHaveLength(1);
    expect(states).toEqual(["connected", "reconnecting", "connected"]);
  }
});

test("a kicked peer does not reconnect", async () => {
  const { server, proxy, bob, ada, ended } = await startWithPair();
  expect(await kick(server, "ada")).toBe(200);
  expect(await ended).toMatchObject({ code: "kicked" });
  await expect.poll(() => bob.received).toEqual(["open ada", "close ada"]);
  // A client that reconnects does so at once, and therefore before this one.
  await recordingClient(server, "cleo", proxy.url);
  expect(proxy.taken).toBe(2);
  expect(ada.channel.state).toBe("closed");
});

test("a peer that is kicked while away receives `kicked` on reconnection, and closes", async () => {
  const { server, proxy, bob, ada, ended } = await startWithPair();
  proxy.blackhole("both");
  proxy.reset();
  await expect.poll(() => ada.channel.state).toBe("reconnecting");
  expect(await kick(server, "ada")).toBe(200);
  await expect.poll(() => bob.received).toEqual(["open ada", "close ada"]);
  proxy.heal();
  expect(await ended).toMatchObject({ code: "kicked" });
  expect(ada.channel.state).toBe("closed");
});

test("a hanging server is detected within 15 s, and clients reconnect when it continues", async () => {
  const { server, proxy } = await start();
  const ada = await recordingClient(server, "ada", proxy.url);
  server.signal("SIGSTOP");
  const early = new RecordingClient(server, proxy.url, "early");
  const unavailable = { code: "unavailable" };
  const detected = Promise.all([
    expect(ada.channel.sendTo("ada", "to myself")).rejects.toMatchObject(unavailable),
    expect(early.channel.connect()).rejects.toMatchObject(unavailable),
  ]);
  // The timers of one process expire in order, also on a busy machine.
  await within(15, "the detection", detected);
  const again = ada.readyAgain();
  proxy.reset();
  await expect.poll(() => ada.channel.state).toBe("reconnecting");
  server.signal("SIGCONT");
  await again;
  expect(ada.states).toEqual(["connected", "reconnecting", "connected"]);
});
