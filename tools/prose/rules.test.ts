import { expect, test } from "vitest";
import { readTexts } from "./reading.ts";
import { problemsIn } from "./rules.ts";

function problemsOf(text: string, path = "docs/guide.md") {
  return problemsIn(path, readTexts({ path, text })).map((problem) => problem.text);
}

test.each([
  ["A reply goes to whoever asked.", "whoever"],
  ["A valid token lets a client in.", "lets a client in"],
  ["Nobody is let\nin without a token.", "let in"],
  ["Peers get credentials that end.", "credentials that end"],
  ["The room is told.", "is told"],
  ["The peer hears an offer.", "hears"],
  ["The list says who is there.", "who is there"],
  ["The keys cannot be had.", "be had"],
  ["The fault was mended.", "mended"],
  ["The session goes on.", "goes on"],
  ["The peer comes back.", "comes back"],
  ["A reader that does not read is closed.", "reader that does not read"],
  ["An administrator ended your stay.", "ended your stay"],
  ["The peer was sent away.", "sent away"],
  ["The shape of the seed's envelopes.", "seed's"],
  ["The way to the server is lost.", "The way to the server"],
  ["This is the real thing.", "the real thing"],
  ["It is parsed at the door.", "the door"],
])("a phrase of the word list is found: %s", (text, phrase) => {
  expect(problemsOf(text)).toEqual([expect.stringMatching(`^"${phrase}"; write: `)]);
});

test("a single word of a string is checked, too", () => {
  expect(problemsOf('label("mended");', "a.ts")).toEqual([expect.stringMatching('^"mended"')]);
  expect(problemsOf('label("who");', "a.ts")).toEqual([]);
});

test.each([
  "The option `--seed` sets the seed: the same seed produces the same order.",
  "fast-check prints the seed of a failed run.",
  "The write goes on the wire.",
  "A log entry is written when the server is told to stop.",
  "The link contains the token.",
  "A peer that has left is unknown.",
  "`whoever` is a name in code.",
  "A [link](https://example.org/whoever) has a target.",
  "```text\nwhoever is let in\n```",
])("an ordinary use passes: %s", (text) => {
  expect(problemsOf(text)).toEqual([]);
});

test("a table of the wire may say what a client hears, other prose may not", () => {
  const table = "| rule | effect |\n| --- | --- |\n| R1 | The sender hears an envelope. |\n";
  expect(problemsOf(table, "PROTOCOL.md")).toEqual([]);
  expect(problemsOf(table, "docs/guide.md")).toHaveLength(1);
  expect(problemsOf("The sender hears an envelope.", "PROTOCOL.md")).toHaveLength(1);
});

test.each([
  "Who is kicked leaves.",
  "A first sentence. What follows is wrong.",
  "**Whose connection ends** may resume.",
  "That which is broadcast has no number.",
  "| rule | effect |\n| --- | --- |\n| R1 | whom a hook accepts is connected |\n",
  "## What the server promises",
  "The peer joins; who is kicked leaves.",
  "Counts peers: what is not sent is not counted.",
  "That the client left is not missed.",
])("a statement that begins with a clause is found: %s", (text) => {
  expect(problemsOf(text)).toEqual([expect.stringContaining("begins with the clause")]);
});

test.each([
  "Who may connect?",
  "Ask yourself: (Whose token is it?)",
  "# What's new",
  "| what | who may read it |\n| --- | --- |\n| log | the operator |\n",
  "The server knows who may connect.",
  "Rejects with an error, whose code is `forbidden`.",
  "The question is: who may connect?",
  "That is the default.",
  "That peer left.",
])("questions, titles of columns and subordinate clauses pass: %s", (text) => {
  expect(problemsOf(text)).toEqual([]);
});

test("a sentence of 36 words is found, one of 35 passes", () => {
  const sentence = (count: number) => `Word ${"word\n".repeat(count - 2)}\`code with\nspaces\`.`;
  expect(problemsOf(`One. ${sentence(36)}`)).toEqual(["sentence of 36 words; write at most 35"]);
  expect(problemsOf(`One. ${sentence(35)} Two, e.g. three.`)).toEqual([]);
  const cell = `| a |\n| --- |\n| ${sentence(36).replaceAll("\n", " ")} |\n`;
  expect(problemsOf(cell)).toHaveLength(1);
});

test("a line break inside a cell ends a sentence", () => {
  const words = "word ".repeat(20);
  expect(problemsOf(`| a |\n| --- |\n| One of:<br>– ${words};<br>– ${words} |\n`)).toEqual([]);
});

test("a sentence is counted in a docstring, and not in another comment or a string", () => {
  const long = "word ".repeat(36);
  expect(problemsOf(`/** ${long}*/\n`, "a.ts")).toContainEqual(
    expect.stringMatching("of 36 words"),
  );
  expect(problemsOf(`f("${long}");`, "a.ts")).toEqual([]);
});

test("a line of 141 characters is found in prose and comments, and not in tables, code and addresses", () => {
  const line = `${"abcdefghi ".repeat(14)}x`;
  const tooLong = ["line of 141 characters; wrap it at 120"];
  expect(problemsOf(line)).toEqual(tooLong);
  expect(problemsOf(`// ${line.slice(3)}`, "a.ts")).toEqual(tooLong);
  expect(problemsOf(`# ${line.slice(2)}`, "config/a.env")).toEqual(tooLong);
  expect(problemsOf(`| a |\n| --- |\n| ${line} |\n`)).toEqual([]);
  expect(problemsOf(`\`\`\`sh\n${line}\n\`\`\``)).toEqual([]);
  expect(problemsOf(`const text = "${line}";`, "a.ts")).toEqual([]);
  expect(problemsOf(`[text](https://example.org/${"a".repeat(140)})`)).toEqual([]);
});
