import { hexOf } from "../base/hex.ts";
import { FileTransferError } from "./file-error.ts";

/** The digests of files that were sent before: a file is often sent to several peers. */
const known = new WeakMap<Blob, Promise<string>>();

/** Returns the SHA-256 of a file, in hexadecimal. Rejects with a {@link FileTransferError}. */
export function sha256OfFile(file: Blob): Promise<string> {
  const digest = known.get(file) ?? readBlob(file).then(sha256Of);
  known.set(file, digest);
  digest.catch(() => known.delete(file));
  return digest;
}

export async function sha256Of(content: BufferSource): Promise<string> {
  if (!crypto.subtle) {
    const reason = "only pages that are loaded over HTTPS or from localhost can verify files";
    throw new FileTransferError("insecure-context", reason);
  }
  return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", content)));
}

/** Reads a file or a part of one. Rejects with a {@link FileTransferError}. */
export async function readBlob(file: Blob): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch (cause) {
    const reason = "the file could not be read; send a folder as an archive file";
    throw new FileTransferError("unreadable", reason, { cause });
  }
}
