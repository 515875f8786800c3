import { readMarkdown } from "./markdown.ts";
import { joined, lineAt, type Origin, type Reading } from "./passage.ts";

const comment = /\/\*.*?\*\/|\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*/gs;

/** Reads the comments of a text that contains nothing similar to a comment. Line comments in a row are one. */
export function readComments(text: string, first: number): Reading {
  return joined(
    [...text.matchAll(comment)].map(({ 0: found, index }) =>
      readComment(found, lineAt(text, index, first)),
    ),
  );
}

function readComment(text: string, line: number): Reading {
  const origin: Origin = text.startsWith("/**") ? "docstring" : "comment";
  const sections = sectionsOf(contentOf(text)).map(({ isExample, text, offset }) => {
    const read = readMarkdown(text, { origin, line: line + offset });
    return isExample ? { ...read, passages: [] } : read;
  });
  const lines = text.split("\n").map((text, index) => ({ line: line + index, text }));
  return { ...joined(sections), lines };
}

function contentOf(comment: string): string {
  if (comment.startsWith("//")) return comment.replaceAll(/^[ \t]*\/\/+ ?/gm, "");
  return comment
    .replace(/^\/\*+ ?/, "")
    .replace(/\s*\*\/$/, "")
    .replaceAll(/^[ \t]*\* ?/gm, "");
}

interface Section {
  readonly text: string;
  /** Lines before it. */
  readonly offset: number;
  /** Whether it contains code. Only its code blocks are read. */
  readonly isExample: boolean;
}

/** Splits a docstring at its tags. */
function sectionsOf(content: string): Section[] {
  const sections: { lines: string[]; offset: number }[] = [{ lines: [], offset: 0 }];
  for (const [index, line] of content.split("\n").entries()) {
    if (/^@\w/.test(line)) sections.push({ lines: [], offset: index });
    sections.at(-1)?.lines.push(line);
  }
  return sections.map(({ lines, offset }) => ({
    offset,
    isExample: lines[0]?.startsWith("@example") ?? false,
    text: lines.join("\n").replace(tag, ""),
  }));
}

const tag = /^@(?:param|template|property)\s+\S+(?:\s+[-–—])?\s*|^@\w+[ \t]*/;
