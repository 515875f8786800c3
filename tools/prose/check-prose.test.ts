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

/** A phrase of the word list in every kind of file. */
const everyKind: Readonly<Record<string, string>> = {
  ".github/workflows/ci.yml": "name: CI # for whoever pushes\n",
  "README.md": "A token is for whoever asks.\n",
  "config/dev.env": "# For whoever starts it.\n",
  "deploy/Dockerfile": "# For whoever starts it.\n",
  "run.sh": "# For whoever starts it.\n",
  "src/comment.ts": "// Answers whoever asks.\n",
  "src/index.html": "<p>Open to whoever asks.</p>\n",
  "src/page.css": "/* For whoever reads it. */\n",
  "src/string.js": 'say("Hello, whoever asks");\n',
  "src/title.test.ts": 'test("[O1] whoever asks is answered", () => {});\n',
};

/** Runs the program in a repository. */
function check(root: string) {
  const options = ["--import", import.meta.resolve("tsx"), program];
  const { status, stdout } = spawnSync(process.execPath, options, { cwd: root, encoding: "utf8" });
  return { status, lines: stdout.trim().split("\n") };
}

/** One run of the program, because most of its time is its start. `npm run check` shows that it passes. */
test("the check finds a phrase in a file of any kind, and nothing in a correct file", () => {
  const { root, write } = repository();
  write(
    "docs/changed.md",
    "The server accepts whoever asks.\n\nA mesage is kept.\nIts keys cannot be had.\n",
  );
  for (const [path, text] of Object.entries(everyKind)) write(path, text);
  const { status, lines } = check(root);
  expect(status).toBe(1);
  expect(lines.filter((line) => line.startsWith("docs/"))).toEqual([
    expect.stringMatching(/^docs\/changed\.md:1: "whoever"; write: the noun/),
    expect.stringMatching(/^docs\/changed\.md:3: unknown word "mesage"; write: .*message/),
    expect.stringMatching(/^docs\/changed\.md:4: "be had"; write: is unavailable/),
  ]);
  const found = lines
    .filter((line) => line.includes('"whoever"'))
    .map((line) => line.split(":")[0]);
  expect(found).toEqual(expect.arrayContaining(Object.keys(everyKind)));
}, 300_000);

test("no kind of file of this repository is left out", () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const tracked = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).split("\n");
  const checked = new Set(filesToCheck(root, { isComplete: true }));
  const leftOut = tracked.filter((path) => path !== "" && !checked.has(path));
  const known =
    /^(?:docs\/reference\/|tools\/prose\/|cspell\.json$|package-lock\.json$)|(?:^|\/)LICENSE$/;
  expect(leftOut.filter((path) => !known.test(path))).toEqual([]);
});

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
