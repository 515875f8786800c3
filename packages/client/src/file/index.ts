/// <reference lib="dom" preserve="true" />

export { type FileErrorCode, FileTransferError } from "./file-error.ts";
export type { FileOffer } from "./incoming-file.ts";
export type { FileProgress, ProgressListener } from "./progress.ts";
export { receiveFiles } from "./receive-files.ts";
export { type SendFileOptions, sendFile } from "./send-file.ts";
export type { FileLimits, TransferOptions } from "./transfer-options.ts";
