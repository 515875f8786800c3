import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bundleProgram, startOf } from "./bundle-program.ts";

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "program-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("the program loads JSON Web Tokens, HTTP routes and readable logs only when it needs them", async () => {
  const { packages } = startOf(await bundleProgram(emptyFolder()));
  expect(packages).toEqual(["engine.io", "pino", "socket.io", "socket.io-parser", "ws"]);
});

test("the folder of the program contains the license of each bundled package", async () => {
  const folder = emptyFolder();
  await bundleProgram(folder);
  const licenses = readFileSync(join(folder, "program/LICENSES"), "utf8");
  expect(licenses).toMatch(/^zod\n\nMIT License/);
});
