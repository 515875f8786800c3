/** The count that a flag of the command line gives. Throws an error with a sentence for people. */
export function countOf(flag: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new Error(`${flag} is ${JSON.stringify(text)}: expected a whole number from 1`);
}
