import { extname } from "node:path/posix";
import { readComments } from "./comments.ts";
import { readMarkdown } from "./markdown.ts";
import { readPage } from "./page.ts";
import { type CodeBlock, isProse, joined, lineAt, type Reading, type TextFile } from "./passage.ts";
import { readScript } from "./script.ts";
import { readSource } from "./source.ts";

const readers: Readonly<Record<string, (file: TextFile) => Reading>> = {
  ".md": ({ text }) => readMarkdown(text, { origin: "markdown", line: 1 }),
  ".ts": readSource,
  ".js": readSource,
  ".cjs": readSource,
  ".mjs": readSource,
  ".mts": readSource,
  ".cts": readSource,
  ".html": ({ text }) => readPage(text),
  ".svg": ({ text }) => readPage(text),
  ".css": ({ text }) => readComments(text, 1),
  ".json": ({ text }) => readJson(text),
};

/** Reads the texts of a file that people read, also in its code blocks. Files of other kinds are scripts or settings. */
export function readTexts(file: TextFile): Reading {
  const read = readers[extname(file.path)] ?? readScript;
  const { blocks = [], ...reading } = read(file);
  return joined([reading, ...blocks.map(readBlock)]);
}

/** Empty lines before the code keep the numbers of its lines. */
function readBlock({ kind, line, text }: CodeBlock): Reading {
  const { passages } = readTexts({ path: `block.${kind}`, text: "\n".repeat(line - 1) + text });
  return { passages, lines: [] };
}

function readJson(json: string): Reading {
  const passages = [...json.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(({ 1: text = "", index }) => ({ text, line: lineAt(json, index, 1) }))
    .filter(({ text }) => isProse(text))
    .map(({ text, line }) => ({ origin: "string", line, place: "block", text }) as const);
  return { passages, lines: [] };
}
