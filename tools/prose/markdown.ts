import MarkdownIt, { type Token } from "markdown-it";
import { textsOf, visible } from "./page.ts";
import { breaksIn, type CodeBlock, type Origin, type Passage, type Reading } from "./passage.ts";
import { separator } from "./sentences.ts";

/** The parser finds blocks only: its inline tokens have no positions. */
const parser = new MarkdownIt({ html: true }).disable("inline");

interface Options {
  readonly origin: Origin;
  /** Line of the first character, counted from 1. */
  readonly line: number;
}

/**
 * Reads the prose of a Markdown text: paragraphs, headings, table cells and HTML. Generated blocks are left out. Code blocks
 * are returned with their kind.
 */
export function readMarkdown(text: string, { origin, line }: Options): Reading {
  const sources = text.split("\n");
  const passages: Passage[] = [];
  const lines: Reading["lines"][number][] = [];
  const codeBlocks: CodeBlock[] = [];
  for (const { token, first, last, place } of blocksOf(text)) {
    if (token.type === "fence") {
      codeBlocks.push(...codeIn(token, line + first + 1));
      continue;
    }
    if (token.type === "html_block") {
      const shown = visible(token.content.replaceAll(/<!--.*?-->/gs, breaksIn));
      passages.push(...textsOf(shown, line + first, origin));
      continue;
    }
    passages.push({ origin, line: line + first, place, text: withoutMarkup(token.content) });
    if (place !== "block") continue;
    const source = sources.slice(first, last).map(withoutTargets);
    lines.push(...source.map((text, index) => ({ line: line + first + index, text })));
  }
  return { passages, lines, blocks: codeBlocks };
}

const kinds: Readonly<Record<string, string>> = {
  bash: "sh",
  conf: "env",
  css: "css",
  dockerfile: "env",
  env: "env",
  html: "html",
  ini: "env",
  javascript: "js",
  js: "js",
  json: "json",
  nginx: "env",
  py: "py",
  python: "py",
  sh: "sh",
  ts: "ts",
  typescript: "ts",
  yaml: "yaml",
  yml: "yaml",
};

/** Returns the code of a block whose language is known. */
function codeIn({ info, content }: Token, line: number): CodeBlock[] {
  const language = info.trim().split(/\s/)[0]?.toLowerCase() ?? "";
  const kind = Object.hasOwn(kinds, language) ? kinds[language] : undefined;
  return kind === undefined ? [] : [{ kind, line, text: content }];
}

interface Block {
  readonly token: Token;
  readonly first: number;
  readonly last: number;
  readonly place: Passage["place"];
}

const read: ReadonlySet<string> = new Set(["inline", "fence", "html_block"]);

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let [first, last] = [0, 0];
  let place: Passage["place"] = "block";
  let isGenerated = false;
  for (const token of parser.parse(text, {})) {
    if (token.map) [first, last] = token.map;
    if (token.type === "th_open") place = "title";
    if (token.type === "td_open") place = "cell";
    if (token.type === "html_block") isGenerated = staysGenerated(token.content, isGenerated);
    if (read.has(token.type) && !isGenerated) blocks.push({ token, first, last, place });
    if (token.type === "th_close" || token.type === "td_close") place = "block";
  }
  return blocks;
}

/** Generated blocks stand between two HTML comments: `<!-- settings: written by … -->`, `<!-- settings: end -->`. */
function staysGenerated(html: string, isGenerated: boolean): boolean {
  if (/<!--.*(?:\bwritten by\b|\bprinted\b)/s.test(html)) return true;
  return isGenerated && !/<!--.*\bend\b.*-->/s.test(html);
}

/** Removes what is not read as prose, and keeps line breaks. */
function withoutMarkup(inline: string): string {
  return inline
    .replaceAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/gs, (code) => `\`\`${breaksIn(code)}`)
    .replaceAll(/<br *\/?>/g, separator)
    .replaceAll(/\]\([^()]*(?:\([^()]*\)[^()]*)*\)/g, (target) => breaksIn(target))
    .replaceAll(/<https?:[^>]*>|\bhttps?:\S+|<!--.*?-->|<\/?[a-z][^<>]*>/gs, breaksIn)
    .replaceAll(/\{@link [^}]*\}/g, (link) => `\`\`${breaksIn(link)}`)
    .replaceAll(/!?\[(?=[^\]]*$)|\*\*|(?<![\p{L}\p{N}])[*_]|[*_](?![\p{L}\p{N}])/gu, "");
}

/** A long address cannot be wrapped, so it does not count. */
function withoutTargets(line: string): string {
  return line.replaceAll(/\]\([^)]*\)/g, "]").replaceAll(/https?:\S+/g, "");
}
