/**
 * The content of a message: JSON text, which is validated once and relayed without being encoded again, and the binary
 * attachments of its placeholders.
 */
export interface Content {
  readonly json: string;
  readonly attachments: readonly Uint8Array[];
}

/** Returns the size of a content, in bytes. */
export function contentBytes({ json, attachments }: Content): number {
  let bytes = Buffer.byteLength(json);
  for (const { byteLength } of attachments) bytes += byteLength;
  return bytes;
}
