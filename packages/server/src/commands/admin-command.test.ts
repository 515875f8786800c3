import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { adminCommand } from "./admin-command.ts";

const run = async (args: readonly string[], ADMIN_TOKEN = "an admin token for tests") =>
  adminCommand({
    arguments: ["admin", ...args],
    environment: { ADMIN_TOKEN },
    readFile: () => "",
  });

/** Creates a certificate that no authority has signed. */
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "admin-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [tlsCert, tlsKey] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const files = ["-days", "2", "-subj", "/CN=localhost", "-keyout", tlsKey, "-out", tlsCert];
  execFileSync("openssl", ["req", "-x509", ...kind, ...files], { stdio: "ignore" });
  return { tlsCert, tlsKey };
}

test.each([
  [[], "expected `admin` with one of nodes, drain, rooms"],
  [["toString"], "expected `admin` with one of nodes"],
  [["kick", "lobby"], "expected `admin kick <room> <peerId>`"],
  [["rooms", "lobby"], "expected `admin rooms`."],
  [["close", ""], "expected `admin close <room>`."],
  [
    ["rooms", "--url", "localhost:3000"],
    '--url is "localhost:3000": expected an http or https URL',
  ],
  [["rooms", "--loud"], "Unknown option '--loud'"],
  [["rooms", "--ulr", "http://a"], "Unknown option '--ulr'; did you mean --url?"],
  [
    ["ban", "ada", "--seconds", "1h"],
    '--seconds is "1h": expected a whole number from 1 to 31536000, for example --seconds 3600',
  ],
  [["ban-address", "192.0.2.1", "--seconds", "0"], '--seconds is "0": expected a whole number'],
  [
    ["kick", "lobby", "ada", "--seconds", "60"],
    "`admin kick` has no flag --seconds: it is for ban, ban-address, revoke. See admin --help.",
  ],
  [["close", "lobby", "--room", "x"], "`admin close` has no flag --room: it is for notice."],
  [["kick", "lobby", "ada", "--ban", "1d"], '--ban is "1d": expected a whole number'],
  [["rooms", "--port", "x"], 'PORT is "x"'],
])("a usage error is one line and exit code 2: %o", async (args, sentence) => {
  const { output, complaint, exitCode } = await run(args);
  expect([output, exitCode]).toEqual(["", 2]);
  expect(complaint).toContain(sentence);
  expect(complaint).toMatch(/^[^\n]+\n$/);
});

test("[case K7] the error for a server without a trusted certificate, or without TLS, says so", async () => {
  const { tlsCert, tlsKey } = certificate();
  const secure = createHttpsServer({ cert: readFileSync(tlsCert), key: readFileSync(tlsKey) });
  for (const [server, scheme, reason] of [
    [secure, "https", /its certificate is not trusted \([A-Z_]+\): set NODE_EXTRA_CA_CERTS/],
    [createServer(), "https", /it does not serve https \(ERR_SSL_\w+\): use an http URL/],
  ] as const) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const url = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { complaint, exitCode } = await run(["rooms", "--url", url]);
    expect(exitCode).toBe(1);
    expect(complaint).toMatch(`the server at ${url} cannot be used: `);
    expect(complaint).toMatch(reason);
  }
});

test("without a token the error names the places to set it", async () => {
  const { complaint, exitCode } = await run(["rooms"], "");
  expect(exitCode).toBe(2);
  expect(complaint).toMatch(/^ADMIN_TOKEN is not set: set it in the environment/);
});

test("help names every command", async () => {
  const { output, exitCode } = await run(["--help"], "");
  expect(exitCode).toBe(0);
  for (const command of [
    "nodes",
    "drain",
    "peer",
    "rooms",
    "peers",
    "kick",
    "kick-identity",
    "close",
    "notice",
    "--url",
  ]) {
    expect(output).toContain(`  ${command} `);
  }
});
