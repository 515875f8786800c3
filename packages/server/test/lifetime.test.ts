import { connect } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { createSignalingServer, type Fact } from "../src/index.ts";

/** Starts a server that drains for three seconds. */
async function start() {
  const facts: Fact[] = [];
  const server = createSignalingServer({
    auth: "none",
    host: "127.0.0.1",
    port: 0,
    drainSeconds: 3,
    report: (fact) => facts.push(fact),
  });
  onTestFinished(server.close);
  return { ...(await server.listen()), ...server, facts };
}

/** A connected peer and the events that it receives at its end. */
async function client(url: string, peerId: string, options: object = {}) {
  const socket = connect(url, { transports: ["websocket"], forceNew: true, reconnection: false });
  onTestFinished(() => {
    socket.close();
  });
  const asked = new Promise<number>((resolve) => {
    socket.on("drain", ({ retryAfterMs }) => resolve(retryAfterMs));
  });
  const ended = new Promise<string>((resolve) => socket.on("disconnect", resolve));
  await new Promise((resolve) => socket.emit("ready", peerId, options, resolve));
  return { socket, asked, ended };
}

test("[V2] [V4] only clients with a session receive `drain`; the server closes after its timeout with the others still connected", async () => {
  const { url, drain, facts } = await start();
  const stock = await client(url, "stock");
  const mover = await client(url, "mover", { session: true });
  const stayer = await client(url, "stayer", { session: true });
  let hasStockReceived = false;
  void stock.asked.then(() => {
    hasStockReceived = true;
  });
  const startMs = performance.now();
  const drained = drain();
  expect(await Promise.all([mover.asked, stayer.asked])).toEqual([500, 1_000]);
  mover.socket.io.engine.close();
  expect(await stock.ended).toBe("transport close");
  expect(performance.now() - startMs).toBeGreaterThan(2_500);
  expect(await stayer.ended).toBe("transport close");
  await drained;
  expect(hasStockReceived).toBe(false);
  expect(facts.filter(({ type }) => type.startsWith("server."))).toEqual([
    expect.objectContaining({ type: "server.listening" }),
    { type: "server.draining", sockets: 3, movers: 2, seconds: 3 },
    { type: "server.drained", left: 1 },
    { type: "server.closing" },
    { type: "server.closed" },
  ]);
});
