/** Returns whether a value is binary data, which JSON cannot represent. */
export function isBinary(value: unknown): value is ArrayBuffer | ArrayBufferView | Blob {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Blob;
}
