import { endOfString } from "./json-text.ts";

/**
 * Whether arrays and objects in a JSON text are nested deeper than `limit`. Iterative, and safe on
 * text that is not JSON: it is asked before anything is parsed, because parsing what comes deep and
 * writing it again recurses.
 */
export function isNestedDeeper(text: string, limit: number): boolean {
  return hasMoreBrackets(text, limit) && depthExceeds(text, limit);
}

/** Nearly every signal has fewer brackets than the limit, and `indexOf` finds them fastest. */
function hasMoreBrackets(text: string, limit: number): boolean {
  let count = 0;
  for (const bracket of ["{", "["]) {
    let at = text.indexOf(bracket);
    while (at !== -1) {
      count += 1;
      if (count > limit) return true;
      at = text.indexOf(bracket, at + 1);
    }
  }
  return false;
}

function depthExceeds(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at) - 1;
        break;
      case "{":
      case "[":
        depth += 1;
        if (depth > limit) return true;
        break;
      case "}":
      case "]":
        depth -= 1;
        break;
    }
  }
  return false;
}
