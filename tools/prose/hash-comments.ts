import { readMarkdown } from "./markdown.ts";
import { joined, type Reading, type WrappedLine } from "./passage.ts";

/** Reads comments that begin with `#`, as settings, shell scripts and Python have them. Comments in a row are one. */
export function readHashComments(text: string): Reading {
  const comments: WrappedLine[][] = [];
  let isComment = false;
  for (const [index, line] of text.split("\n").entries()) {
    const wasComment = isComment;
    isComment = /^\s*#(?!!)/.test(line);
    if (!isComment) continue;
    if (!wasComment) comments.push([]);
    comments.at(-1)?.push({ line: index + 1, text: line });
  }
  return joined(comments.map(readComment));
}

function readComment(lines: readonly WrappedLine[]): Reading {
  const content = lines.map(({ text }) => text.replace(/^\s*# ?/, "")).join("\n");
  const { passages } = readMarkdown(content, { origin: "comment", line: lines[0]?.line ?? 1 });
  return { passages, lines };
}
