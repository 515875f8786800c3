import { expect, test } from "vitest";
import { hostileFrames, randomOf } from "./hostile-frames.ts";
import { RawSocket } from "./raw-socket.ts";
import { startServerProcess, urlOf } from "./server-process.ts";
import { token } from "./start-server.ts";
import { peer, type StockClient } from "./stock-client.ts";

const frames = 1_000;

/** Sends hostile frames on one connection, from one of three stages of its life, until it is closed. */
async function attack(url: string, nextFrame: () => string | Buffer, stage: number, most: number) {
  const socket = await new RawSocket(url).opened();
  if (stage > 0) socket.send(`40${JSON.stringify({ token })}`);
  if (stage > 1) socket.send(`42["ready","hostile ${Math.random()}"]`);
  let sent = 0;
  while (sent < most && socket.isOpen) {
    socket.send(nextFrame());
    sent += 1;
    await new Promise(setImmediate);
  }
  socket.end();
  return sent;
}

/** Sends numbered messages, each after the acknowledgement of the last one, until it is stopped. */
async function talk(from: StockClient, target: string, isOver: () => boolean): Promise<number> {
  let number = 0;
  while (!isOver()) {
    expect(await from.ask("messageOne", { target, message: number })).toEqual({
      ok: true,
      value: null,
    });
    number += 1;
  }
  return number;
}

/** Returns the messages that a peer received from one other peer. */
function listen(client: StockClient, peerId: string): unknown[] {
  const received: unknown[] = [];
  client.socket.on("message", (envelope: { from: string; message: unknown }) => {
    if (envelope.from === peerId) received.push(envelope);
  });
  return received;
}

test("[A6] [A4] [A3] the process survives 1,000 hostile frames, and two other peers lose no message", async () => {
  const server = startServerProcess(["--host", "127.0.0.1", "--port", "0"], {
    TOKEN: token,
    MAX_FAILED_AUTHENTICATIONS: "0",
    LOG_FORMAT: "json",
    LOG_LEVEL: "debug",
  });
  const url = await urlOf(server);
  const ada = await peer(url, "ada");
  const bob = await peer(url, "bob");
  await ada.envelope();
  const receivedByAda = listen(ada, "bob");
  const receivedByBob = listen(bob, "ada");
  let isOver = false;
  const talks = [talk(ada, "bob", () => isOver), talk(bob, "ada", () => isOver)];

  const nextFrame = hostileFrames(20_261_125);
  const random = randomOf(7);
  let sent = 0;
  for (let stage = 0; sent < frames; stage += 1) {
    sent += await attack(url, nextFrame, stage % 3, 1 + Math.floor(random() * 12));
  }
  isOver = true;
  const [toBob, toAda] = (await Promise.all(talks)) as [number, number];
  await Promise.all([ada.ask("message", "end"), bob.ask("message", "end")]);

  expect(sent).toBeGreaterThanOrEqual(frames);
  expect(toBob).toBeGreaterThan(100);
  const numbered = (from: string, target: string, count: number) => [
    ...Array.from({ length: count }, (_, message) => ({ from, target, message })),
    { from, target: "all", message: "end" },
  ];
  await expect.poll(() => receivedByBob.length).toBe(toBob + 1);
  await expect.poll(() => receivedByAda.length).toBe(toAda + 1);
  expect(receivedByBob).toEqual(numbered("ada", "bob", toBob));
  expect(receivedByAda).toEqual(numbered("bob", "ada", toAda));
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(server.lines.filter((line) => line.includes("request.failed"))).toEqual([]);
  server.signal("SIGTERM");
  expect(await server.exit).toBe(0);
});

test("[A5] [A6] hostile long polling disconnects no other client", async () => {
  const server = startServerProcess(["--host", "127.0.0.1", "--port", "0", "--auth", "none"]);
  const url = await urlOf(server);
  const healthy = await peer(url, "ada", { kind: { client: "4.8", transport: "polling" } });
  const nextFrame = hostileFrames(42);
  const polling = `${url}/socket.io/?EIO=4&transport=polling`;
  for (let round = 0; round < 60; round += 1) {
    const handshake = await (await fetch(polling)).text();
    const { sid } = JSON.parse(handshake.slice(1)) as { sid: string };
    const frame = nextFrame();
    const body = [`40{}`, frame.toString(), round % 20 === 0 ? "x".repeat(70_000) : "1"].join(
      "\u001e",
    );
    await fetch(`${polling}&sid=${sid}`, { method: "POST", body }).catch(() => {});
  }
  for (const query of [
    "",
    "?EIO=4",
    "?EIO=3&transport=polling",
    "?EIO=4&transport=flash",
    "?EIO=4&transport=polling&sid=__proto__",
  ]) {
    expect((await fetch(`${url}/socket.io/${query}`)).status).toBe(400);
  }
  await expect(healthy.ask("messageOne", { target: "ada", message: 1 })).resolves.toMatchObject({
    ok: true,
  });
  server.signal("SIGTERM");
  expect(await server.exit).toBe(0);
});
