import { expect, test } from "vitest";
import { rawPeer } from "./raw-socket.ts";
import { startServer } from "./start-server.ts";
import { peer } from "./stock-client.ts";

const soon = { pingSeconds: 1, pingTimeoutSeconds: 1 };

test("[Y2] a WebSocket that answers no ping is disconnected after both times at most", async () => {
  const server = await startServer(soon);
  const ada = await peer(server.url, "ada");
  const mute = await rawPeer(server.url, "bob");
  await ada.envelope();
  mute.stall();
  const startMs = performance.now();
  expect(await ada.envelope()).toMatchObject({ from: "bob", action: "close" });
  expect(performance.now() - startMs).toBeLessThan(3_000);
});

test("[Y2] other packets of a client extend the time once", async () => {
  const server = await startServer(soon);
  const talker = await rawPeer(server.url, "bob");
  const talking = setInterval(() => talker.send('42["message","I am here"]'), 200);
  const startMs = performance.now();
  await talker.closed;
  clearInterval(talking);
  expect(performance.now() - startMs).toBeLessThan(4_000);
});
