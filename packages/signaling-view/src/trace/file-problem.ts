/** Why a file cannot be shown, as a sentence that follows the name of the file. */
export class FileProblem extends Error {}

/** The largest file that is read, in bytes after decompression. */
const mostBytes = 200_000_000;

/** Returns the text of a file. Chromium compresses its dumps (gzip, RFC 1952). */
export async function textOf(file: Blob): Promise<string> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isCompressed = start[0] === 0x1f && start[1] === 0x8b;
  const stream = isCompressed
    ? file.stream().pipeThrough(new DecompressionStream("gzip"))
    : file.stream();
  try {
    return await readAll(stream);
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new FileProblem("cannot be read: it is damaged or incomplete.");
  }
}

/** A small compressed file may contain any number of bytes. */
async function readAll(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > mostBytes) {
      await reader.cancel();
      throw new FileProblem("is too large: at most 200 MB can be shown.");
    }
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
