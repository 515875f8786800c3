import {
  type FileErrorCode,
  type FileProgress,
  FileTransferError,
} from "simple-webrtc-signaling-client/file";
import { Watchable } from "../watchable.ts";

export type TransferState =
  | { readonly at: FileProgress["state"]; readonly bytes: number }
  /** With the content, at the receiver. */
  | { readonly at: "done"; readonly content?: Blob }
  | { readonly at: "ended"; readonly why: Ending };

export type Ending = FileErrorCode | "canceled-here";

/** In bytes. The receiver keeps the whole file in memory. */
export const largestFile = 200_000_000;

/** The common part of sending and receiving: a state, and a way to cancel. */
export abstract class Transfer extends Watchable {
  readonly name: string;
  readonly size: number;
  readonly #control = new AbortController();
  #state: TransferState = { at: "offered", bytes: 0 };

  constructor({ name, size }: { readonly name: string; readonly size: number }) {
    super();
    this.name = name;
    this.size = size;
  }

  get state(): TransferState {
    return this.#state;
  }

  get isOver(): boolean {
    return this.#state.at === "done" || this.#state.at === "ended";
  }

  cancel(): void {
    this.#control.abort();
  }

  /** The options for the client, so that this transfer can be canceled and shows its progress. */
  protected get options() {
    return {
      signal: this.#control.signal,
      onProgress: ({ state, bytes }: FileProgress) => this.enter({ at: state, bytes }),
    };
  }

  protected async follow(result: Promise<Blob | undefined>): Promise<void> {
    try {
      const content = await result;
      this.enter(content ? { at: "done", content } : { at: "done" });
    } catch (error) {
      this.end(error);
    }
  }

  protected end(error: unknown): void {
    const why = error instanceof FileTransferError ? error.code : "canceled-here";
    this.enter({ at: "ended", why });
  }

  protected enter(state: TransferState): void {
    if (this.isOver) return;
    this.#state = state;
    this.changed();
  }
}
