/** Data for `send`. A `Blob` must be read first: `send(await blob.arrayBuffer())`. */
export type Data = string | ArrayBuffer | ArrayBufferView;

/**
 * Returns a copy of the bytes of a buffer or view. werift (0.24) sends the elements of a `Float32Array` as bytes and sends nothing
 * for a `DataView`. Browsers reject shared memory.
 */
export function bytesOf(data: ArrayBuffer | ArrayBufferView): ArrayBuffer {
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
  return bytes.slice().buffer;
}

/** Returns a copy that is independent of the original. Throws a `TypeError` if the data is neither text nor binary. */
export function copyOf(data: Data): string | ArrayBuffer {
  if (typeof data === "string") return data;
  // Not `instanceof`: buffers of other frames and shared memory are also data.
  if (typeof data?.byteLength === "number") return bytesOf(data);
  throw new TypeError("`send` accepts text or binary data; for a Blob: `await blob.arrayBuffer()`");
}
