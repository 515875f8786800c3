import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "./free-port.ts";

test("[case N12] a port that only UDP or only TCP uses is not free", async () => {
  const [byUdp, byTcp] = [await freePort(), await freePort()];
  const socket = createSocket("udp4").bind(byUdp, "127.0.0.1");
  const server = createServer().listen(byTcp, "127.0.0.1");
  onTestFinished(() => {
    socket.close();
    server.close();
  });
  await Promise.all([once(socket, "listening"), once(server, "listening")]);
  const next = await freePort();
  const ports = [byUdp, byTcp, next].values();
  expect(await freePort(() => ports.next().value ?? 0)).toBe(next);
});
