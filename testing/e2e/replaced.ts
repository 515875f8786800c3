/** Returns a text with one part replaced. Throws if the text does not contain the part. */
export function replaced(text: string, part: string, by: string): string {
  if (!text.includes(part)) throw new Error(`the text does not contain ${part}`);
  return text.replace(part, () => by);
}
