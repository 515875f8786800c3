/** Parses a number of the command line. Throws an error with a readable message. */
export function countOf(flag: string, text: string, least = 1): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= least) return count;
  throw new Error(`${flag} is ${JSON.stringify(text)}: expected a whole number from ${least}`);
}
