import { once } from "node:events";
import { rmSync, statSync, utimesSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { Command } from "../kit/command.ts";
import { copyRepository } from "../kit/repository-copy.ts";
import { startServer } from "../kit/server-program.ts";

// Each test starts several processes, some of which build, and a busy machine takes seconds for each.
vi.setConfig({ testTimeout: 240_000 });

const clientBundle = "packages/server/dist/web/client.js";

/** A copy, because the scripts build files that other tests read at the same time. */
let repository = "";

beforeAll(() => {
  repository = copyRepository();
});

afterAll(() => {
  rmSync(repository, { recursive: true, force: true });
});

/** Runs a script of package.json. */
function npm(script: string, environment: Readonly<Record<string, string>>): Command {
  const HOME = process.env["HOME"] ?? tmpdir();
  return new Command("npm", ["run", script], {
    folder: repository,
    environment: { HOME, ...environment },
  });
}

async function urlOf(server: Command): Promise<string> {
  return /http:\/\/[\w.:]+/.exec(await server.line(/listening on http/))?.[0] ?? "";
}

const signals = ["SIGTERM", "SIGINT"] as const;

test.each(signals)(
  "[case S6] `npm start` prints its progress, and %s to npm alone drains the server and ends all processes",
  async (signal) => {
    const token = "a token of this test";
    const server = npm("start", { HOST: "127.0.0.1", PORT: "0", TOKEN: token });
    await server.line(/^Building the packages/);
    await server.line(/^Built the page/);
    const socket = io(await urlOf(server), { auth: { token }, reconnection: false });
    onTestFinished(() => {
      socket.disconnect();
    });
    await once(socket as never, "connect");
    const disconnected = once(socket as never, "disconnect");
    server.signal(signal);
    await server.line(/draining/);
    // A stock client reconnects after this reason: its connection was closed without a disconnect packet.
    expect(await disconnected).toContain("transport close");
    expect(await server.exit).toBe(0);
  },
);

test("[case N4] SIGINT to the npm of `npm run dev` ends all its processes", async () => {
  const server = npm("dev", { PORT: "0" });
  await server.line(/^Building the page/);
  await urlOf(server);
  expect(await server.end("SIGINT")).toBe(0);
});

test("[case N4] `npm run dev` exits on a signal during a build", async () => {
  touch("packages/client/src/index.ts");
  const server = npm("dev", { PORT: "0" });
  await server.line(/^Building the page/);
  expect(await server.end("SIGTERM")).not.toBe(0);
});

test("[case N4] `npm run dev` reports a port that is in use, and exits with 1", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => {
    other.close();
  });
  const { port } = other.address() as AddressInfo;
  const server = npm("dev", { PORT: String(port) });
  await server.line(new RegExp(`\\b${port}\\b`));
  expect(await server.exit).toBe(1);
});

test("[case N4] `npm run dev` builds the client and restarts the server when a source file changes, and SIGTERM ends all its processes", async () => {
  const server = npm("dev", { PORT: "0" });
  await urlOf(server);
  const builtMs = statSync(join(repository, clientBundle)).mtimeMs;
  touch("packages/client/src/index.ts");
  await server.line(/^Changed: packages\/client\/src$/);
  await server.line(/^Built the page/);
  await urlOf(server);
  expect(statSync(join(repository, clientBundle)).mtimeMs).toBeGreaterThan(builtMs);
  touch("packages/server/src/version.ts");
  await server.line(/^Changed: packages\/server\/src$/);
  await urlOf(server);
  expect(await server.end("SIGTERM")).toBe(0);
});

test.each(signals)("%s to npm ends an example that it started", async (signal) => {
  const client = npm("client2", (await startServer()).environment);
  await client.line(/^client2 is ready/);
  expect(await client.end(signal)).toBe(0);
});

test("[case N5] on an old Node.js the command, `npm start` and `npm run dev` name the required version", async () => {
  const NODE_OPTIONS = `--require=${join(import.meta.dirname, "old-node.cjs")}`;
  for (const script of ["packages/server/bin.cjs", "tools/start.js", "tools/dev.js"]) {
    const command = new Command(process.execPath, [script], {
      folder: repository,
      environment: { NODE_OPTIONS },
    });
    const sentence = await command.line(/./);
    expect(sentence).toMatch(/needs Node\.js 20\.19 or newer, and this is Node\.js 18\.20\.8\./);
    expect(await command.exit).toBe(1);
  }
});

/** Updates the modification time of a file, like an editor that saves it. */
function touch(path: string): void {
  const now = new Date();
  utimesSync(join(repository, path), now, now);
}
