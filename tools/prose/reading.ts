import { extname } from "node:path/posix";
import { readHashComments } from "./hash-comments.ts";
import { readMarkdown } from "./markdown.ts";
import { readPage } from "./page.ts";
import { lineAt, type Reading, type TextFile } from "./passage.ts";
import { readSource } from "./source.ts";

const readers: Readonly<Record<string, (file: TextFile) => Reading>> = {
  ".md": ({ text }) => readMarkdown(text, { origin: "markdown", line: 1 }),
  ".ts": readSource,
  ".js": readSource,
  ".cjs": readSource,
  ".html": ({ text }) => readPage(text),
  ".svg": ({ text }) => readPage(text),
  ".json": ({ text }) => readDescription(text),
};

/** Reads the texts of a file that people read. Files of other kinds have comments that begin with `#`. */
export function readTexts(file: TextFile): Reading {
  const read = readers[extname(file.path)] ?? (({ text }) => readHashComments(text));
  return read(file);
}

/** A manifest shows its description on the page of a registry. */
function readDescription(json: string): Reading {
  const found = /(?<=\n\s*"description": ")[^"\n]*/.exec(json);
  if (!found) return { passages: [], lines: [] };
  const [text] = found;
  const line = lineAt(json, found.index, 1);
  return { passages: [{ origin: "string", line, place: "block", text }], lines: [] };
}
