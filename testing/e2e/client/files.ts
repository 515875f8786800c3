/** The record that a page made of a transfer. */
export interface TransferRecord {
  readonly name: string;
  readonly sha256: string;
  /** Each change of the state, and the number of transferred bytes at that time. */
  readonly changes: readonly (readonly [state: string, bytes: number])[];
}

/** The functions of `pages/files.js` for tests. */
export interface FilePage {
  send(): Promise<TransferRecord>;
  receive(frozenAtBytes: number): Promise<TransferRecord>;
}

declare global {
  var files: FilePage;
}
