import { limits } from "simple-webrtc-signaling-protocol";
import { connect } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { anyone } from "./auth/anyone.ts";
import { resolveOptions } from "./config.ts";
import { memoryDirectory } from "./directory/memory.ts";
import { socketIoGateway } from "./gateways/socketio/gateway.ts";
import { createHub } from "./hub/hub.ts";
import { lifetimeOf } from "./lifetime.ts";
import { Limiter } from "./limits/limiter.ts";
import { Occupants } from "./occupants.ts";
import type { Fact } from "./telemetry/fact.ts";

const nowMs = () => performance.now();

/** A server that drains for three seconds, and the hub inside it. */
async function start() {
  const facts: Fact[] = [];
  const report = (fact: Fact) => facts.push(fact);
  const options = resolveOptions({ auth: "none", host: "127.0.0.1", port: 0, drainSeconds: 3 });
  const hub = createHub({ directory: memoryDirectory(), report, limits: options });
  const occupants = new Occupants();
  const gateway = socketIoGateway({
    hub,
    limits,
    occupants,
    maxMessageBytes: options.maxMessageBytes,
    issueIceServers: () => ({ iceServers: [] }),
    authenticate: anyone,
    limiter: new Limiter({ limits: options, report, nowMs }),
    limitOptions: options,
    heartbeat: options,
    addressOf: () => "127.0.0.1",
    nowMs,
    path: options.socketPath,
    corsOrigin: "*",
  });
  const requestListener = () => {};
  const lifetime = lifetimeOf({ hub, gateway, occupants, requestListener, options, report });
  onTestFinished(lifetime.close);
  return { ...(await lifetime.listen()), ...lifetime, hub, facts };
}

/** A client that is somebody, and what it hears of its end. */
async function client(url: string, peerId: string) {
  const socket = connect(url, { transports: ["websocket"], forceNew: true, reconnection: false });
  onTestFinished(() => {
    socket.close();
  });
  const asked = new Promise<number>((resolve) => {
    socket.on("drain", ({ retryAfterMs }) => resolve(retryAfterMs));
  });
  const ended = new Promise<string>((resolve) => socket.on("disconnect", resolve));
  await new Promise((resolve) => socket.emit("ready", peerId, resolve));
  return { socket, asked, ended };
}

test("[V2] [V4] only who asked for it hears `drain`; who moves then is let go, who stays goes with the server", async () => {
  const { url, hub, drain, facts } = await start();
  const stock = await client(url, "stock");
  const mover = await client(url, "mover");
  const stayer = await client(url, "stayer");
  for (const session of hub.sessions) {
    const { standing } = session;
    session.hearsDrain = standing.state === "peer" && standing.peer.peerId !== "stock";
  }
  let hasStockHeard = false;
  void stock.asked.then(() => {
    hasStockHeard = true;
  });
  const startMs = performance.now();
  const drained = drain();
  expect(await Promise.all([mover.asked, stayer.asked])).toEqual([500, 1_000]);
  mover.socket.disconnect();
  expect(await stock.ended).toBe("transport close");
  expect(performance.now() - startMs).toBeGreaterThan(2_500);
  expect(await stayer.ended).toBe("transport close");
  await drained;
  expect(performance.now() - startMs).toBeLessThan(4_500);
  expect(hasStockHeard).toBe(false);
  expect(facts.filter(({ type }) => type.startsWith("server."))).toEqual([
    expect.objectContaining({ type: "server.listening" }),
    { type: "server.draining", sockets: 3, movers: 2, seconds: 3 },
    { type: "server.drained", left: 1 },
    { type: "server.closing" },
    { type: "server.closed" },
  ]);
});
