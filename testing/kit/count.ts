/** Parses a number of the command line. Throws an error with a readable message. */
export function countOf(flag: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new Error(`${flag} is ${JSON.stringify(text)}: expected a whole number from 1`);
}
