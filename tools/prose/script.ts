import { extname } from "node:path/posix";
import { readMarkdown } from "./markdown.ts";
import {
  breaksIn,
  isProse,
  joined,
  lineAt,
  type Passage,
  type Reading,
  type TextFile,
  type WrappedLine,
} from "./passage.ts";

/**
 * Reads the comments that begin with `#`, and the texts in quotation marks, as settings, shell scripts and Python have them.
 * In YAML, values need no quotation marks. Comments in a row are one.
 */
export function readScript({ path, text }: TextFile): Reading {
  const kind = extname(path);
  const [code, docstrings] = kind === ".py" ? withoutDocstrings(text) : [text, []];
  const comments: WrappedLine[][] = [];
  const passages: Passage[] = [];
  const lines: WrappedLine[] = [];
  let isComment = false;
  for (const [index, content] of code.split("\n").entries()) {
    const line = { line: index + 1, text: content };
    const wasComment = isComment;
    isComment = /^\s*#(?!!)/.test(content);
    if (isComment && !wasComment) comments.push([]);
    if (isComment) comments.at(-1)?.push(line);
    else passages.push(...textsIn(line, { isYaml: /^\.ya?ml$/.test(kind) }));
    if (!isComment && trailing.test(content)) lines.push(line);
  }
  return joined([...docstrings, ...comments.map(readComment), { passages, lines }]);
}

function readComment(lines: readonly WrappedLine[]): Reading {
  const content = lines.map(({ text }) => text.replace(/^\s*# ?/, "")).join("\n");
  const { passages } = readMarkdown(content, { origin: "comment", line: lines[0]?.line ?? 1 });
  return { passages, lines };
}

/** Returns the code of a Python program with empty lines in place of its docstrings, and the docstrings. */
function withoutDocstrings(text: string): [code: string, docstrings: Reading[]] {
  const docstrings: Reading[] = [];
  const code = text.replaceAll(/"""(.*?)"""/gs, (whole, content: string, offset: number) => {
    const line = lineAt(text, offset, 1);
    docstrings.push({ ...readMarkdown(content, { origin: "docstring", line }), lines: [] });
    return breaksIn(whole);
  });
  return [code, docstrings];
}

const trailing = /\s#\s+(.*)$/;
const quoted = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/g;
const yamlValue = /^\s*(?:- +)?(?:[\w.-]+: +)?([^\s"'#&*|>{[!%@`-].*)$/;

/** Returns the texts of a line of code, and the comment after them. */
function textsIn({ line, text }: WrappedLine, { isYaml }: { isYaml: boolean }): Passage[] {
  const strings = [...text.matchAll(quoted)].map(([, double, single]) => double ?? single ?? "");
  // A number sign inside quotation marks begins no comment.
  const unquoted = text.replaceAll(quoted, '""');
  const comment = trailing.exec(unquoted)?.[1] ?? "";
  const value = isYaml ? yamlValue.exec(unquoted.replace(trailing, ""))?.[1] : undefined;
  const passage = (origin: Passage["origin"]) => (read: string) =>
    ({ origin, line, place: "block", text: read }) as const;
  return [
    ...[...strings, value ?? ""].filter(isProse).map(passage("string")),
    ...(comment === "" ? [] : [passage("comment")(comment)]),
  ];
}
