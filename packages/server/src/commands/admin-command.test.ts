import { expect, test } from "vitest";
import { adminCommand } from "./admin-command.ts";

const run = async (args: readonly string[], ADMIN_TOKEN = "an admin token for tests") =>
  adminCommand({
    arguments: ["admin", ...args],
    environment: { ADMIN_TOKEN },
    readFile: () => "",
  });

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
