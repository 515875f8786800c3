/**
 * Finds values in a JSON text without building them, so that they can be passed on as they came.
 * Except for `endOfString`, all of this expects text that `JSON.parse` has accepted.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The place after the string that starts at `start`; the end of the text if it never closes. */
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

/** The elements of the array whose bracket is at `start`. */
export function* elements(text: string, start: number): Generator<Span> {
  let at = skipSpace(text, start + 1);
  while (text[at] !== "]") {
    const end = endOfValue(text, at);
    yield { start: at, end };
    at = nextItem(text, end);
  }
}

/** The value of the object's own key, `undefined` if it has none. Of equal keys the last one counts. */
export function memberOf(text: string, object: Span, key: string): Span | undefined {
  let found: Span | undefined;
  let at = skipSpace(text, object.start + 1);
  while (text[at] !== "}") {
    const endOfKey = endOfString(text, at);
    const isIt = isKey(text, { start: at, end: endOfKey }, key);
    const start = skipSpace(text, skipSpace(text, endOfKey) + 1);
    const end = endOfValue(text, start);
    if (isIt) found = { start, end };
    at = nextItem(text, end);
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
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth -= 1;
    at += 1;
  } while (depth > 0);
  return at;
}

/** A number, `true`, `false` or `null`. */
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
