import { lineAt, type Passage, type Reading } from "./passage.ts";
import { sentencesOf, wordCount } from "./sentences.ts";
import { wordList } from "./word-list.ts";

/** A fault of a text, and what to write instead. */
export interface Problem {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** Most words of a sentence in Markdown and docstrings. */
export const mostWords = 35;

/** Most characters of a line in Markdown prose and comments. */
export const mostCharacters = 140;

/** Applies every rule to the texts of a file. */
export function problemsIn(path: string, { passages, lines }: Reading): Problem[] {
  return [
    ...passages.flatMap((passage) => [
      ...phrasesIn(path, passage),
      ...clausesIn(path, passage),
      ...longSentencesIn(path, passage),
    ]),
    ...longLinesIn(path, lines),
  ];
}

function phrasesIn(path: string, passage: Passage): Problem[] {
  // A phrase may be wrapped, so line breaks count as spaces here.
  const text = passage.text.replaceAll("\n", " ");
  return wordList
    .filter(({ except }) => !except?.(path, passage))
    .flatMap(({ not, write }) =>
      [...text.matchAll(new RegExp(not, `${not.flags}g`))].map(({ 0: found, index }) => ({
        path,
        line: lineAt(passage.text, index, passage.line),
        text: `"${found}"; write: ${write}`,
      })),
    );
}

/** Punctuation and the ids of a test title, `[case K5] [O1]`. */
const before = /^(?:\[[^\]]*\]\s*)*["'“‘(*_–—-]*\s*/;
const clause =
  /^(?:that (?:which|an?|the|it|they|no|nobody|each|every)|(?:who|whom|whose|what)(?:so)?(?:ever)?)\b(?!['’]s\b)/i;
/** A colon or a semicolon may begin another statement. */
const parts = /(?<=[;:])\s+/;

/** Finds statements whose subject is a clause: `Who is kicked leaves`. Questions may begin so. */
function clausesIn(path: string, passage: Passage): Problem[] {
  if (passage.place === "title") return [];
  return sentencesOf(passage.text).flatMap(({ text, offset }) => {
    const statements = isQuestion(text) ? [] : text.split(parts);
    const found = statements.map(clauseOf).find((clause) => clause !== undefined);
    if (found === undefined) return [];
    const line = lineAt(passage.text, offset, passage.line);
    return [{ path, line, text: `begins with the clause "${found} …"; begin with the noun` }];
  });
}

/** Returns the word with which a clause begins; `undefined` for another statement, and for fewer than three words. */
function clauseOf(text: string): string | undefined {
  const statement = text.replace(before, "");
  return wordCount(statement) < 3 ? undefined : clause.exec(statement)?.[0];
}

function isQuestion(sentence: string): boolean {
  return /\?["'”’)\]:]*$/.test(sentence);
}

function longSentencesIn(path: string, passage: Passage): Problem[] {
  if (passage.origin !== "markdown" && passage.origin !== "docstring") return [];
  return sentencesOf(passage.text).flatMap(({ text, offset }) => {
    const count = wordCount(text);
    if (count <= mostWords) return [];
    const line = lineAt(passage.text, offset, passage.line);
    return [{ path, line, text: `sentence of ${count} words; write at most ${mostWords}` }];
  });
}

function longLinesIn(path: string, lines: Reading["lines"]): Problem[] {
  return lines
    .filter(({ text }) => text.length > mostCharacters)
    .map(({ line, text }) => ({
      path,
      line,
      text: `line of ${text.length} characters; wrap it at 120`,
    }));
}
