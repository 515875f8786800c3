import { callListener } from "../base/emitter.ts";

/** The state of a transfer. */
export interface FileProgress {
  /**
   * - `offered`: the receiver has not decided yet.
   * - `moving`: content is being transferred.
   * - `checking`: the receiver computes the SHA-256.
   * - `waiting`: the connection was lost. The transfer is resumed when the peer returns.
   */
  readonly state: "offered" | "moving" | "checking" | "waiting";
  /** The number of bytes that were transferred so far. */
  readonly bytes: number;
  /** The size of the file, in bytes. */
  readonly size: number;
}

export type ProgressListener = (progress: FileProgress) => void;

/** Reports each change of the state, and `moving` once per percent. */
export class Progress {
  readonly #size: number;
  readonly #listener: ProgressListener | undefined;
  #reported = "";
  #bytes = 0;

  constructor(size: number, listener: ProgressListener | undefined) {
    this.#size = size;
    this.#listener = listener;
  }

  enter(state: FileProgress["state"], bytes = this.#bytes): void {
    this.#bytes = bytes;
    const size = this.#size;
    const key = `${state} ${state === "moving" ? Math.floor((bytes / size) * 100) : ""}`;
    if (key === this.#reported) return;
    this.#reported = key;
    if (this.#listener) callListener(this.#listener, { state, bytes, size });
  }
}
