/** The origin of a text decides which rules apply to it. */
export type Origin = "markdown" | "docstring" | "comment" | "string" | "page";

/**
 * A text that people read: one paragraph, heading, table cell or string literal. Inline code is reduced to
 * an empty pair of backticks. Line breaks are those of the file, so that an offset gives a line.
 */
export interface Passage {
  readonly origin: Origin;
  /** Line of the first character, counted from 1. */
  readonly line: number;
  readonly text: string;
  /** `"cell"`: a table cell; `"title"`: the head of a table's column. */
  readonly place: "block" | "cell" | "title";
}

/** A line of Markdown prose or of a comment, which a person can wrap. */
export interface WrappedLine {
  readonly line: number;
  readonly text: string;
}

/** Code inside another text, such as an example in Markdown or a script in a page. */
export interface CodeBlock {
  /** The extension of a file with such content. */
  readonly kind: string;
  /** Line of the first character, counted from 1. */
  readonly line: number;
  readonly text: string;
}

export interface Reading {
  readonly passages: readonly Passage[];
  readonly lines: readonly WrappedLine[];
  readonly blocks?: readonly CodeBlock[];
}

/** A text file of the repository, by its path from the root. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Returns whether a literal contains two words or more. */
export function isProse(literal: string): boolean {
  return /\p{L}{2,}[,;:]?\s+\p{L}/u.test(literal);
}

/** Returns the line of an offset in a text whose first line is `first`. */
export function lineAt(text: string, offset: number, first: number): number {
  return first + breaksIn(text.slice(0, offset)).length;
}

/** Returns the line breaks of a text, and nothing else: they keep the lines when a text is removed. */
export function breaksIn(text: string): string {
  return text.replaceAll(/[^\n]/g, "");
}

export function joined(readings: readonly Reading[]): Reading {
  return {
    passages: readings.flatMap(({ passages }) => passages),
    lines: readings.flatMap(({ lines }) => lines),
    blocks: readings.flatMap(({ blocks = [] }) => blocks),
  };
}
