import { endOfString } from "./json-text.ts";

/**
 * Returns whether arrays and objects in a JSON text are nested deeper than `limit`. The check is iterative and accepts
 * text that is not JSON. It runs before the parser, because parsing and encoding deep values recurse.
 */
export function isNestedDeeper(text: string, limit: number): boolean {
  return hasMoreBrackets(text, limit) && depthExceeds(text, limit);
}

/** A fast check: nearly every message has fewer brackets than the limit. */
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
