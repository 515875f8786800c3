import { lineAt, type Passage, type Reading } from "./passage.ts";

const readAttributes =
  /(?<=[\s"'])(?:alt|aria-(?:description|label|placeholder|roledescription|valuetext)|content|label|placeholder|title)=(["'])(.*?)\1/gs;
const phrasing = /<\/?(?:a|abbr|b|cite|code|em|i|kbd|small|span|strong)(?![\w-])[^<>]*>/g;

/** Reads the texts of an HTML or SVG page: its elements' texts, the attributes that people read, its comments, and its code. */
export function readPage(html: string): Reading {
  const passages = textsOf(visible(html), 1, "page");
  const blocks = [...html.matchAll(/<(script|style)\b[^>]*>(.*?)<\/\1>/gs)].map(
    ({ 0: whole, 1: tag, 2: text = "", index }) => {
      const line = lineAt(html, index + whole.indexOf(text, whole.indexOf(">")), 1);
      return { kind: tag === "style" ? "css" : "js", line, text };
    },
  );
  return { passages, lines: [], blocks };
}

/** Blanks the tags of HTML, and keeps every offset. Texts that tags separate end up at least two spaces apart. */
export function visible(html: string): string {
  return html
    .replaceAll(/<(script|style)\b.*?<\/\1>/gs, blank)
    .replaceAll(/<!--|-->/g, blank)
    .replaceAll(phrasing, (tag) => tag.replaceAll(/[^\n]/g, "\u200B"))
    .replaceAll(/<[^<>]*>/g, attributesOf);
}

function attributesOf(tag: string): string {
  let shown = "";
  for (const { 0: attribute, 2: value = "", index } of tag.matchAll(readAttributes)) {
    const start = index + attribute.length - 1 - value.length;
    shown += `${blank(tag.slice(shown.length, start))}${value}`;
  }
  return shown + blank(tag.slice(shown.length));
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}

/** Splits a text where columns or elements end: at two spaces inside a line, and at empty lines. */
export function textsOf(text: string, first: number, origin: Passage["origin"]): Passage[] {
  const passages: Passage[] = [];
  const parts = text.split(/(\n[ \t]*\n\s*|(?<=\S) {2,}(?=\S)|(?<=\S) {2,}\n\s*)/);
  let line = first;
  for (const part of parts) {
    const start = part.length - part.trimStart().length;
    const own = line + (part.slice(0, start).match(/\n/g)?.length ?? 0);
    const read = part.trim().replaceAll("\u200B", "");
    if (read !== "") passages.push({ origin, line: own, place: "block", text: read });
    line += part.match(/\n/g)?.length ?? 0;
  }
  return passages;
}
