/**
 * - `too-large`: the file exceeds the limit of this peer or of the receiver.
 * - `unreadable`: the file cannot be read, for example because it is a folder.
 * - `insecure-context`: the page was loaded without HTTPS, so that it cannot compute a SHA-256.
 * - `declined`: the receiver declined the file.
 * - `canceled`: the other peer canceled the transfer.
 * - `peer-gone`: the connection was lost, and the peer did not return in time.
 * - `damaged`: the received content is not the offered one. It was discarded.
 */
export type FileErrorCode =
  | "too-large"
  | "unreadable"
  | "insecure-context"
  | "declined"
  | "canceled"
  | "peer-gone"
  | "damaged";

/** The reason why a file was not transferred. Its `code` is for programs, its `message` for people. */
export class FileTransferError extends Error {
  override readonly name = "FileTransferError";
  readonly code: FileErrorCode;

  // The type `ErrorOptions` is missing in libraries before ES2022.
  constructor(code: FileErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
