import { isBinary } from "../base/is-binary.ts";

/** A text frame, and the binary frames that follow it (rule F3). */
export interface OutgoingFrame {
  readonly text: string;
  readonly attachments: readonly (ArrayBuffer | ArrayBufferView<ArrayBuffer> | Blob)[];
  /** The size of all frames, in bytes. */
  readonly bytes: number;
}

/** Returns the frames of an event. Binary data becomes placeholders. Throws if JSON cannot represent the data. */
export function outgoingFrame(event: string, data: unknown, id?: number): OutgoingFrame {
  const attachments: OutgoingFrame["attachments"][number][] = [];
  function replace(this: Record<string, unknown>, key: string, value: unknown): unknown {
    // From `this`, because a `Buffer` of Node.js has a `toJSON` method.
    const { [key]: original } = this;
    if (!isBinary(original)) return value;
    const num = attachments.push(original as ArrayBuffer) - 1;
    return { _placeholder: true, num };
  }
  const json: string | undefined = JSON.stringify(data, replace);
  const head = JSON.stringify({ event, id, attachments: attachments.length || undefined });
  const text = json === undefined ? head : `${head.slice(0, -1)},"data":${json}}`;
  const sizes = [new TextEncoder().encode(text), ...attachments].map((part) =>
    part instanceof Blob ? part.size : part.byteLength,
  );
  return { text, attachments, bytes: sizes.reduce((sum, bytes) => sum + bytes) };
}
