/** The sizes of a key that Standard Webhooks permits, in bytes. */
const [leastBytes, mostBytes] = [24, 64];

/** Returns a key in the form of Standard Webhooks, `whsec_` and base64; `undefined` if the text is no such key. */
export function webhookKeyOf(text: string): Buffer | undefined {
  const base64 = text.replace(/^whsec_/, "");
  const key = Buffer.from(base64, "base64");
  const isWhole = key.toString("base64") === base64;
  return isWhole && key.length >= leastBytes && key.length <= mostBytes ? key : undefined;
}
