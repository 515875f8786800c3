import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { filesToCheck, staleEntries } from "./tracked-files.ts";

const program = fileURLToPath(new URL("../check-prose.ts", import.meta.url));

/** A repository with one converted file and one that is not converted yet. */
function repository() {
  const root = mkdtempSync(join(tmpdir(), "prose-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  execFileSync("git", ["init", "--quiet", root]);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("docs/converted.md", "The server accepts the peer.\n");
  write("docs/old.md", "The server lets whoever asks in.\n");
  write("tools/prose/not-yet.json", '["docs/old.md"]');
  return { root, write };
}

/** Runs the program in a repository. */
function check(root: string) {
  const options = ["--import", import.meta.resolve("tsx"), program];
  const { status, stdout } = spawnSync(process.execPath, options, { cwd: root, encoding: "utf8" });
  return { status, lines: stdout.trim().split("\n") };
}

test("the check passes, and fails when a phrase is put back into a converted file", () => {
  const { root, write } = repository();
  expect(check(root)).toEqual({ status: 0, lines: ["prose: in order"] });
  write(
    "docs/converted.md",
    "The server accepts whoever asks.\n\nA mesage is kept.\nIts keys cannot be had.\n",
  );
  expect(check(root)).toEqual({
    status: 1,
    lines: [
      expect.stringMatching(/^docs\/converted\.md:1: "whoever"; write: the noun/),
      expect.stringMatching(/^docs\/converted\.md:3: unknown word "mesage"; write: .*message/),
      expect.stringMatching(/^docs\/converted\.md:4: "be had"; write: is unavailable/),
    ],
  });
}, 300_000);

test("files that are not converted yet are checked on demand", () => {
  const { root } = repository();
  const [converted, old] = ["docs/converted.md", "docs/old.md"];
  const list = "tools/prose/not-yet.json";
  expect(filesToCheck(root, {})).toEqual([converted, list]);
  expect(filesToCheck(root, { isComplete: true })).toEqual([converted, old, list]);
  expect(filesToCheck(root, { pathspecs: ["docs"] })).toEqual([converted, old]);
});

test("an entry of the list for files that do not exist is found", () => {
  const { root, write } = repository();
  expect(staleEntries(root)).toEqual([]);
  write("tools/prose/not-yet.json", '["docs/old.md", "gone/"]');
  expect(staleEntries(root)).toEqual([
    'tools/prose/not-yet.json:1: "gone/" names no file; remove it',
  ]);
});
