import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeCertificate } from "../../../tools/certificate.ts";
import { adminCommand } from "../src/commands/admin-command.ts";
import { adminToken } from "./administrator.ts";
import { startServerProcess, urlOf } from "./server-process.ts";
import { startServer } from "./start-server.ts";
import { peer, StockClient } from "./stock-client.ts";
import { startWebServer } from "./web-server.ts";

interface Outcome {
  readonly exit: number | NodeJS.Signals;
  readonly lines: readonly string[];
}

type Environment = Record<string, string>;

/** Runs the command in this process as `cli.ts` does, because the start of the program costs most of the time of a test. */
async function admin(args: readonly string[], environment: Environment): Promise<Outcome> {
  const { output, complaint, exitCode } = await adminCommand({
    arguments: ["admin", ...args],
    environment,
    readFile: (path) => readFileSync(path, "utf8"),
  });
  const lines = `${output}${complaint ?? ""}`.split("\n");
  expect(lines.pop()).toBe("");
  return { exit: exitCode, lines };
}

/** Runs the command as an operator does, in its own process. */
async function adminProgram(args: readonly string[], environment: Environment): Promise<Outcome> {
  const command = startServerProcess(["admin", ...args], environment);
  return { exit: await command.exit, lines: command.lines };
}

async function start() {
  const { url, facts } = await startServer({ adminToken });
  const run = (...args: string[]) => admin(["--url", url, ...args], { ADMIN_TOKEN: adminToken });
  return { url, facts, run };
}

test("rooms and peers are listed, for people and as JSON", async () => {
  const { url, run } = await start();
  await peer(url, "bob", { room: "team/red" });
  await peer(url, "ada");
  const zoe = await new StockClient(url).connected();
  await zoe.ask("ready", "zoe", { metadata: { name: "Zoe\u009b31m" } });
  expect(await adminProgram(["rooms", "--url", url], { ADMIN_TOKEN: adminToken })).toEqual({
    exit: 0,
    lines: ["    2  lobby", "    1  team/red"],
  });
  const { lines } = await run("peers", "lobby");
  expect(lines).toEqual([
    expect.stringMatching(/^20\S+Z {2}ada {2}- {2}null$/),
    expect.stringMatching(/^20\S+Z {2}zoe {2}- {2}\{"name":"Zoe\\u\{9b\}31m"\}$/),
  ]);
  const json = await run("peers", "team/red", "--json");
  expect(JSON.parse(json.lines.join(""))).toMatchObject({ peers: [{ peerId: "bob" }] });
});

test("a peer with an unusual name is kicked, a notice is sent, and a room is closed", async () => {
  const { url, run } = await start();
  const dots = await peer(url, "..", { room: "." });
  const ada = await peer(url, "ada", { room: "." });
  expect(await run("kick", ".", "..")).toEqual({ exit: 0, lines: ["1 session ended"] });
  expect(await dots.received()).toMatchObject(["message", { from: "ada" }]);
  expect(await dots.received()).toMatchObject(["signalingError", { code: "kicked" }]);
  expect(await ada.envelope()).toMatchObject({ from: "..", action: "close" });
  expect(await run("notice", "--room", ".", "--", "-- 5 minutes left --")).toEqual({
    exit: 0,
    lines: ["notice sent to 1 peer"],
  });
  expect(await ada.received()).toEqual(["notice", { text: "-- 5 minutes left --" }]);
  expect(await run("close", ".")).toEqual({ exit: 0, lines: ["1 session ended"] });
  expect(await ada.received()).toMatchObject(["signalingError", { code: "room-closed" }]);
});

test("an identity is kicked", async () => {
  const { url } = await startServer({
    adminToken,
    authenticate: () => ({ subject: "auth0|eve", permissions: [] }),
  });
  const eve = await peer(url, "eve");
  const args = ["kick-identity", "auth0|eve", "--url", `${url}/`];
  expect(await admin(args, { ADMIN_TOKEN: adminToken })).toMatchObject({ exit: 0 });
  expect(await eve.received()).toMatchObject(["signalingError", { code: "kicked" }]);
});

test("an identity is banned, listed and permitted again, and a token is revoked", async () => {
  const { url } = await startServer({
    adminToken,
    authenticate: () => ({ subject: "eve", permissions: [] }),
  });
  const run = (...args: string[]) => admin(["--url", url, ...args], { ADMIN_TOKEN: adminToken });
  const eve = await peer(url, "eve");
  const { lines } = await run("kick", "lobby", "eve", "--ban", "60");
  expect(lines).toEqual(["1 session ended"]);
  expect(await eve.received()).toMatchObject(["signalingError", { code: "kicked" }]);
  expect((await run("revoke", "token-7", "--seconds", "120")).lines).toEqual([
    expect.stringMatching(/^banned until 20\S+Z; 0 sessions ended$/),
  ]);
  expect((await run("bans")).lines).toEqual([
    expect.stringMatching(/^20\S+Z {2}identity {2}eve {2}-$/),
    expect.stringMatching(/^20\S+Z {2}token {2}token-7 {2}-$/),
  ]);
  expect(await run("lift", "identity", "eve")).toEqual({ exit: 0, lines: ["ban lifted"] });
  await peer(url, "eve");
});

test("a refusal of the server is one line with the remedy, and exit code 1", async () => {
  const { url } = await start();
  const kick = ["kick", "lobby", "nobody", "--url", url];
  expect(await adminProgram(kick, { ADMIN_TOKEN: adminToken })).toEqual({
    exit: 1,
    lines: ['peer "nobody" is not in room "lobby" (404)'],
  });
  const wrong = await admin(["rooms", "--url", url], { ADMIN_TOKEN: `${adminToken}x` });
  expect(wrong).toEqual({
    exit: 1,
    lines: [
      expect.stringMatching(/\(401\): set ADMIN_TOKEN to the admin token of the server at http/),
    ],
  });
  expect(JSON.stringify(wrong)).not.toContain(adminToken);
  const without = await startServer();
  expect(await admin(["rooms", "--url", without.url], { ADMIN_TOKEN: adminToken })).toEqual({
    exit: 1,
    lines: [
      expect.stringMatching(
        /^administration is off at http.* \(404\): start the server with ADMIN_TOKEN$/,
      ),
    ],
  });
  const another = await startWebServer((_request, response) => response.end("<h1>It works!</h1>"));
  expect(await admin(["rooms", "--url", another.url], { ADMIN_TOKEN: adminToken })).toEqual({
    exit: 1,
    lines: [expect.stringMatching(/is not a signaling server \(200\): set --url to its URL$/)],
  });
});

test("without a server, the error names the URL from PORT", async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
  const { port } = free.address() as { port: number };
  await new Promise((resolve) => free.close(resolve));
  const environment = { ADMIN_TOKEN: adminToken, PORT: String(port) };
  const sentence = `no server responds at http://localhost:${port} (`;
  expect(await admin(["rooms"], environment)).toEqual({
    exit: 1,
    lines: [expect.stringContaining(sentence)],
  });
});

test("[N16] servers are listed, and the process of a drained server ends with exit code 0", async () => {
  const server = startServerProcess(["--host", "127.0.0.1", "--port", "0"], {
    TOKEN: "a token for tests",
    ADMIN_TOKEN: adminToken,
  });
  const url = await urlOf(server);
  await peer(url, "ada");
  const run = (...args: string[]) => admin(["--url", url, ...args], { ADMIN_TOKEN: adminToken });
  expect((await run("peer", "lobby", "ada")).lines).toEqual([
    expect.stringContaining('"state":"connected"'),
  ]);
  const { lines } = await run("nodes");
  const line = /^(\S+) {2}ready {2}1 rooms, 1 peers, 0 away, 0 without a room {2}\(here\)$/;
  expect(lines).toEqual([expect.stringMatching(line)]);
  const node = line.exec(String(lines[0]))?.[1] ?? "";
  expect(await run("drain", node)).toEqual({ exit: 0, lines: ["draining 1 sockets"] });
  expect(await server.exit).toBe(0);
});

/** A certificate that no authority has signed. */
function untrusted() {
  const folder = mkdtempSync(join(tmpdir(), "admin-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [certificate, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  writeCertificate({ certificate, key });
  return { cert: readFileSync(certificate), key: readFileSync(key) };
}

test("[case K7] the error for a server without a trusted certificate, or without TLS, says so", async () => {
  for (const [server, reason] of [
    [
      createHttpsServer(untrusted()),
      /its certificate is not trusted \([A-Z_]+\): set NODE_EXTRA_CA_CERTS/,
    ],
    [createServer(), /it does not serve https \(ERR_SSL_\w+\): use an http URL/],
  ] as const) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { exit, lines } = await admin(["rooms", "--url", url], { ADMIN_TOKEN: adminToken });
    expect(exit).toBe(1);
    const complaint = lines.join("\n");
    expect(complaint).toMatch(`the server at ${url} cannot be used: `);
    expect(complaint).toMatch(reason);
  }
});
