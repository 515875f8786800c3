import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Problem } from "./rules.ts";

const program = fileURLToPath(import.meta.resolve("cspell/bin.mjs"));
const config = fileURLToPath(new URL("../../cspell.json", import.meta.url));

const options = [
  "lint",
  `--config=${config}`,
  "--no-config-search",
  "--root=.",
  "--dot",
  "--no-progress",
  "--no-summary",
  "--no-color",
  "--show-suggestions",
  "--file-list=stdin",
  "--issue-template=$filename\t$row\t$text\t$suggestions",
];

/** Checks the spelling of whole files, names in code included, with cspell. */
export async function misspellings(paths: readonly string[]): Promise<Problem[]> {
  if (paths.length === 0) return [];
  const cspell = spawn(process.execPath, [program, ...options], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  cspell.stdin.end(paths.join("\n"));
  const [output, [status]] = await Promise.all([text(cspell.stdout), once(cspell, "close")]);
  const problems = output
    .split("\n")
    .filter((line) => line.includes("\t"))
    .map(problemOf);
  if (status !== 0 && problems.length === 0)
    throw new Error(`cspell failed with exit code ${status}`);
  return problems;
}

function problemOf(issue: string): Problem {
  const [path = "", row, word, suggestions = ""] = issue.split("\t");
  const write = suggestions === "" ? "" : `; write: ${suggestions}`;
  return { path, line: Number(row), text: `unknown word "${word}"${write}` };
}
