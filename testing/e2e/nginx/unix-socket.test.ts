import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { startServerHere } from "../../kit/server-here.ts";
import { guideBlock } from "../proxies/guide.ts";
import { replaced } from "../replaced.ts";
import { recipe, sample, startNginx, useNginx } from "./nginx.ts";

useNginx();

const token = "a token of this test";

/** The block of the guide, with the line of the guide for a Unix socket. */
const block = () =>
  replaced(recipe("/"), `proxy_pass ${sample};\n`, guideBlock("nginx", "proxy_pass http://unix:"));

/** The server on a Unix socket, behind nginx. Resolves with nginx's origin. */
async function start(changed: (block: string) => string = (block) => block): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "signaling-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "signaling.sock");
  await startServerHere({ token, maxFailedAuthentications: 2, unixSocket: path });
  return startNginx(changed(replaced(block(), "/run/signaling/signaling.sock", path)));
}

/** How a client is answered: `"connected"`, the code of a refusal, or why there was no connection. */
function answerTo(origin: string, token: string, forwardedFor?: string): Promise<unknown> {
  const socket = io(origin, {
    auth: { token },
    transports: ["polling"],
    forceNew: true,
    reconnection: false,
    extraHeaders: forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor },
  });
  onTestFinished(() => void socket.close());
  return new Promise((resolve) => {
    socket.on("connect", () => resolve("connected"));
    socket.on("connect_error", (error: Error & { data?: { code?: string }; context?: unknown }) => {
      const { status } = (error.context ?? {}) as { status?: number };
      resolve(error.data?.code ?? status ?? error.message);
    });
  });
}

test("[W3] behind nginx on a Unix socket, limits apply per client address, without a setting", async () => {
  // This nginx has clients of several addresses: those that the test writes, as a load balancer in front would.
  const origin = await start((block) =>
    block.replace("$proxy_add_x_forwarded_for", "$http_x_forwarded_for"),
  );
  for (let guess = 0; guess < 2; guess += 1) {
    expect(await answerTo(origin, "wrong", "203.0.113.1")).toBe("forbidden");
  }
  expect(await answerTo(origin, token, "203.0.113.1")).toBe(429);
  expect(await answerTo(origin, token, "203.0.113.2")).toBe("connected");
});

test("[W3] with the block of the guide a client cannot choose its address", async () => {
  const origin = await start();
  for (const forged of ["203.0.113.1", "203.0.113.2"]) {
    expect(await answerTo(origin, "wrong", forged)).toBe("forbidden");
  }
  expect(await answerTo(origin, token, "203.0.113.3")).toBe(429);
});

test("[W5] without addresses from nginx, clients do not block each other", async () => {
  const origin = await start((block) => block.replace(/.*X-Forwarded-For.*\n/, ""));
  for (let guess = 0; guess < 4; guess += 1) {
    expect(await answerTo(origin, "wrong")).toBe("forbidden");
  }
  expect(await answerTo(origin, token)).toBe("connected");
});

test("stock clients over both transports meet behind nginx on a Unix socket", async () => {
  const origin = await start();
  const [ada, bob] = (["websocket", "polling"] as const).map((transport) => {
    const socket = io(origin, { auth: { token }, transports: [transport], forceNew: true });
    onTestFinished(() => void socket.close());
    return socket;
  });
  await ada?.emitWithAck("ready", "ada");
  await bob?.emitWithAck("ready", "bob");
  const received = new Promise((resolve) =>
    bob?.on("message", (envelope) => envelope.from === "ada" && resolve(envelope.message)),
  );
  await ada?.emitWithAck("messageOne", { target: "bob", message: "through nginx" });
  expect(await received).toBe("through nginx");
});
