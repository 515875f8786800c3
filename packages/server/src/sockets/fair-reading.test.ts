import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { FairReading } from "./fair-reading.ts";

const messages = 2_000;
const text = "x".repeat(2_000);

/** Maximum number of messages of one read, which is complete before the pause takes effect: slightly more than 64 KiB. */
const mostOfOneRead = 16 + 33;

/** Returns the maximum number of messages of one busy socket that were handled in one iteration of the event loop. */
async function mostInOneTurn(prepare: (socket: WebSocket) => void): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => server.close());
  await once(server, "listening");
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => client.terminate());
  const [[accepted]] = (await Promise.all([once(server, "connection"), once(client, "open")])) as [
    [WebSocket],
    unknown,
  ];
  prepare(accepted);
  // All messages arrive before the first one is read.
  accepted.pause();
  for (let left = messages; left > 0; left -= 1) client.send(text);
  await expect.poll(() => client.bufferedAmount).toBeLessThan(messages * text.length);
  let received = 0;
  let ofThisTurn = 0;
  let most = 0;
  const all = new Promise<void>((resolve) => {
    accepted.on("message", () => {
      received += 1;
      ofThisTurn += 1;
      most = Math.max(most, ofThisTurn);
      if (ofThisTurn === 1) setImmediate(() => (ofThisTurn = 0));
      if (received === messages) resolve();
    });
  });
  accepted.resume();
  await all;
  return most;
}

function watch(socket: WebSocket): void {
  const fairReading = new FairReading();
  const reading = { turn: 0, messages: 0 };
  socket.on("message", () => fairReading.count(socket, reading));
}

test("at most one read of a busy socket is handled before other sockets have their turn", async () => {
  expect(await mostInOneTurn(watch)).toBeLessThanOrEqual(mostOfOneRead);
  expect(await mostInOneTurn(() => {})).toBeGreaterThan(mostOfOneRead);
});
