import { binaryFrame, textFrame } from "./frame.ts";

/** Data that is framed when it is first needed, and once for all receivers. */
export class Framed {
  readonly text: string;
  readonly attachments: readonly Uint8Array[];
  #frames: readonly Uint8Array[] | undefined;

  constructor(text: string, attachments: readonly Uint8Array[]) {
    this.text = text;
    this.attachments = attachments;
  }

  get frames(): readonly Uint8Array[] {
    this.#frames ??= [textFrame(this.text), ...this.attachments.map(binaryFrame)];
    return this.#frames;
  }
}
