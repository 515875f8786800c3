import { fieldsOf, isNumber } from "../transport/parsing.ts";

/** The fields of a frame of the server: an event, or a reply. The server may be any program and send anything. */
export interface IncomingFrame {
  readonly event?: unknown;
  readonly reply?: unknown;
  readonly data?: unknown;
}

/** Joins each text frame with the binary frames that follow it (rule F3). */
export class IncomingFrames {
  #text = "";
  #missing = 0;
  #attachments: unknown[] = [];

  /** Returns the frame that this message completes; `undefined` if it completes none. */
  take(message: unknown): IncomingFrame | undefined {
    if (typeof message === "string") {
      this.#text = message;
      this.#attachments = [];
      const frame = fieldsOf(parse(message));
      const { attachments } = frame;
      this.#missing = isNumber(attachments) ? attachments : 0;
      return this.#missing > 0 ? undefined : frame;
    }
    this.#missing -= 1;
    this.#attachments.push(message);
    if (this.#missing !== 0) return undefined;
    return fieldsOf(parse(this.#text, (_, value) => this.#filled(value)));
  }

  /** Returns the binary data for a placeholder, and any other value unchanged. */
  #filled(value: unknown): unknown {
    const { _placeholder, num } = fieldsOf(value);
    return _placeholder === true ? this.#attachments[num as number] : value;
  }
}

function parse(json: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(json, revive);
  } catch {
    return undefined;
  }
}
