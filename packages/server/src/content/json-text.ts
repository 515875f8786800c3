/**
 * The range of a value in a JSON text, from `start` to before `end`. The functions of this module find values without
 * parsing them, so that they can be relayed unchanged. All but `endOfString` expect text that `JSON.parse` accepts.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Character codes, because a loop over every character takes half the time of a loop with one-letter strings. */
const [quotationMark, leftBracket, rightBracket, leftBrace, rightBrace] = [34, 91, 93, 123, 125];

/** Returns the index after the string that starts at `start`; the length of the text if the string is not closed. */
export function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? text.length : quote + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

/** Returns the index of the second element of an array whose bracket is the first character; `undefined` if it has none. */
export function secondElement(text: string): number | undefined {
  const first = skipSpace(text, 1);
  if (text[first] === "]") return undefined;
  const second = nextItem(text, endOfValue(text, first));
  return text[second] === "]" ? undefined : second;
}

/** Returns the range of the value that begins at `start`. */
export function valueAt(text: string, start: number): Span {
  return { start, end: endOfValue(text, start) };
}

/**
 * Returns the range of the value of a key in the object that begins at `object`; `undefined` if the key is absent. Of equal
 * keys the last one counts.
 */
export function memberOf(text: string, object: number, key: string): Span | undefined {
  let found: Span | undefined;
  let at = skipSpace(text, object + 1);
  while (text[at] !== "}") {
    const endOfKey = endOfString(text, at);
    const isIt = isKey(text, { start: at, end: endOfKey }, key);
    const value = valueAt(text, skipSpace(text, skipSpace(text, endOfKey) + 1));
    if (isIt) found = value;
    at = nextItem(text, value.end);
  }
  return found;
}

function isKey(text: string, { start, end }: Span, key: string): boolean {
  const written = text.slice(start, end);
  return written === `"${key}"` || (written.includes("\\") && JSON.parse(written) === key);
}

function nextItem(text: string, endOfItem: number): number {
  const at = skipSpace(text, endOfItem);
  return text[at] === "," ? skipSpace(text, at + 1) : at;
}

function endOfValue(text: string, start: number): number {
  switch (text[start]) {
    case '"':
      return endOfString(text, start);
    case "{":
    case "[":
      return endOfContainer(text, start);
    default:
      return endOfWord(text, start);
  }
}

function endOfContainer(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    switch (text.charCodeAt(at)) {
      case quotationMark:
        at = endOfString(text, at);
        continue;
      case leftBrace:
      case leftBracket:
        depth += 1;
        break;
      case rightBrace:
      case rightBracket:
        depth -= 1;
    }
    at += 1;
  } while (depth > 0);
  return at;
}

/** Returns the index after a number, `true`, `false` or `null`. */
function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && !",]} \t\n\r".includes(text[at] as string)) at += 1;
  return at;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at += 1;
  return at;
}
