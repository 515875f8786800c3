/** A piece of a text: plain, or a link. */
export interface TextPart {
  readonly text: string;
  /** An http or https URL; absent for plain text. */
  readonly href?: string;
}

const candidate = /\bhttps?:\/\/[^\s<>"“”«»]+/gi;
/** These end a sentence more often than a URL. */
const punctuation = ".,;:!?'’…";

/**
 * Splits a text at the http and https URLs in it. Other schemes, such as `javascript:`, stay plain
 * text. The parts joined together are the text.
 */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(candidate)) {
    const url = trimmed(found);
    if (!URL.canParse(url)) continue;
    if (index > end) parts.push({ text: text.slice(end, index) });
    parts.push({ text: url, href: new URL(url).href });
    end = index + url.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** Without the punctuation of the sentence around the URL: `(see https://example.org/a_(b)).` */
function trimmed(url: string): string {
  let end = url.length;
  let unopened = count(url, ")") - count(url, "(");
  for (; end > 0; end -= 1) {
    const last = url.charAt(end - 1);
    if (last === ")" && unopened > 0) unopened -= 1;
    else if (!punctuation.includes(last)) break;
  }
  return url.slice(0, end);
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
