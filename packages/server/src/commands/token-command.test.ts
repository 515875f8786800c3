import { expect, test } from "vitest";
import { SettingError } from "../config/config.ts";
import { tokenCommand } from "./token-command.ts";

const environment = {
  JWT_SECRET: "x".repeat(32),
  JWT_AUDIENCE: "signaling",
  JWT_ISSUER: "app",
};

const run = async (args: string[], over: Record<string, string> = {}) =>
  tokenCommand({
    arguments: ["token", ...args],
    environment: { ...environment, ...over },
    readFile: () => "JWT_LEEWAY=0\n",
  });

test("a created token has the requested claims and is accepted", async () => {
  const rooms = ["--room", "lobby", "--room", "team-*"];
  const args = ["--sub", "ada", ...rooms, "--peer-id", "cam", "--permissions", "relay,admin"];
  const { output, exitCode } = await run([...args, "--expires", "15m"]);
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const inspection = await run(["inspect", output.trim(), "--config", "some.env"]);
  expect(inspection.exitCode).toBe(0);
  expect(inspection.output).toContain("accepted: until 2");
  const claims = JSON.parse(/claims: (\{.*?\n\})/s.exec(inspection.output)?.[1] ?? "") as {
    iat: number;
  };
  expect(claims).toEqual({
    peerId: "cam",
    rooms: ["lobby", "team-*"],
    permissions: ["relay", "admin"],
    iss: "app",
    aud: "signaling",
    sub: "ada",
    iat: expect.any(Number),
    exp: claims.iat + 900,
  });
});

test("an inspection prints the reason why a token would be refused", async () => {
  const { output } = await run(["--sub", "ada"]);
  const another = await run(["inspect", output.trim()], { JWT_AUDIENCE: "another" });
  expect(another.exitCode).toBe(1);
  expect(another.output).toContain('"sub": "ada"');
  expect(another.output).toContain(
    "refused: forbidden: the claim `aud` of the token is not the value",
  );
  const nonsense = await run(["inspect", "nonsense"]);
  expect(nonsense.output).toContain("header: cannot be read");
  expect(nonsense.output).toContain("refused: forbidden");
});

test("help names every flag", async () => {
  const { output, exitCode } = await run(["--help"], { JWT_SECRET: "" });
  expect(exitCode).toBe(0);
  for (const flag of ["--sub", "--peer-id", "--room", "--permissions", "--expires", "inspect"]) {
    expect(output).toContain(flag);
  }
});

test.each([
  [[], "--sub is not set"],
  [["--sub", "ada", "--expires", "soon"], '--expires is "soon": expected a duration'],
  [["--sub", "ada", "--permissions", "brodcast"], '--permissions contains "brodcast"'],
  [
    ["--sub", "ada", "--peer-id", "all"],
    "the claim `peerId` of the token has a wrong type or value",
  ],
  [["inspect"], "expected `token --sub <name>` or `token inspect <token>`"],
  [["inspect", "a", "b"], "expected `token --sub"],
  [["mint"], "expected `token --sub"],
  [["--subject", "ada"], "Unknown option '--subject'"],
])("a usage error is one line: %o", async (args, sentence) => {
  const refused = async () => run([...args]);
  await expect(refused()).rejects.toThrow(SettingError);
  await expect(refused()).rejects.toThrow(sentence);
});
