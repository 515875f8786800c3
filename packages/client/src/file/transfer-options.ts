import type { ProgressListener } from "./progress.ts";

/** The default size limit of a file, in bytes. The receiver keeps the whole file in memory. */
export const defaultMaxBytes = 200_000_000;

/** The default time for a peer to return after its connection was lost, in milliseconds. */
export const defaultResumeMs = 30_000;

/** The limits that sender and receiver have. */
export interface FileLimits {
  /** The size limit of a file, in bytes. Default: 200,000,000. */
  readonly maxBytes?: number | undefined;
  /**
   * Time for the peer to return after its connection was lost, in milliseconds. The transfer is then resumed where it stopped.
   * Default: 30,000.
   */
  readonly resumeMs?: number | undefined;
}

/** The options of one transfer. */
export interface TransferOptions {
  /** Cancels the transfer (DOM §3). The promise then rejects with the `reason` of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Is called at each change of the state, and at most a hundred times while content is transferred. */
  readonly onProgress?: ProgressListener | undefined;
}
