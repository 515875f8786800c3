/**
 * What one peer says to another: JSON text that was checked once and is passed on as it came, never
 * encoded again, with the binary attachments its placeholders stand for.
 */
export interface Content {
  readonly json: string;
  readonly attachments: readonly Uint8Array[];
}
