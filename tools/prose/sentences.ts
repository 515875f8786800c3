/** A sentence of a passage. */
export interface Sentence {
  readonly text: string;
  /** Offset of its first character in the passage. */
  readonly offset: number;
}

/** Stands for a `<br>`, which separates the parts of a table cell. */
export const separator = "\u2028";

const end = /[.!?…]["'”’)\]]*\s+(?=["'“‘([`]*[\p{Lu}\p{N}`])|\u2028/gu;

/** A full stop after these ends no sentence. */
const abbreviation = /(?:^|[\s(])(?:e\.g|i\.e|cf|vs|no|approx|incl|sect|fig)\.["'”’)\]]*\s+$/i;

/** Splits a passage into sentences. */
export function sentencesOf(passage: string): Sentence[] {
  const sentences: Sentence[] = [];
  let offset = 0;
  for (const match of passage.matchAll(end)) {
    const next = match.index + match[0].length;
    if (abbreviation.test(passage.slice(offset, next))) continue;
    sentences.push({ offset, text: passage.slice(offset, next).trim() });
    offset = next;
  }
  sentences.push({ offset, text: passage.slice(offset).trim() });
  return sentences.filter(({ text }) => text !== "");
}

/** Counts words. Inline code is one word; a dash or an arrow is none. */
export function wordCount(sentence: string): number {
  return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}`]/u.test(word)).length;
}
