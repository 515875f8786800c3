import { Watchable } from "../watchable.ts";
import { type Control, controlOf } from "./control.ts";

export type TransferState =
  /** Offered, not answered yet. */
  | { readonly at: "offered" }
  | { readonly at: "moving"; readonly bytes: number }
  /** The receiver compares the SHA-256. */
  | { readonly at: "checking" }
  /** With the content, at the receiver. */
  | { readonly at: "done"; readonly content?: Blob }
  | { readonly at: "ended"; readonly why: Ending };

export type Ending = "declined" | "canceled-here" | "canceled-there" | "lost" | "damaged";

/** As much of an RTCDataChannel as a transfer needs. */
export type FileChannel = Pick<
  RTCDataChannel,
  | "readyState"
  | "binaryType"
  | "bufferedAmount"
  | "bufferedAmountLowThreshold"
  | "addEventListener"
  | "close"
> & { send(data: string | Uint8Array<ArrayBuffer>): void };

/** The common part of sending and receiving: a state, and ways to end. */
export abstract class Transfer extends Watchable {
  protected readonly channel: FileChannel;
  #state: TransferState = { at: "offered" };

  constructor(channel: FileChannel) {
    super();
    this.channel = channel;
    channel.binaryType = "arraybuffer";
    channel.addEventListener("message", ({ data }) => this.#receive(data));
    channel.addEventListener("close", () => this.end("lost"));
  }

  get state(): TransferState {
    return this.#state;
  }

  get isOver(): boolean {
    return this.#state.at === "done" || this.#state.at === "ended";
  }

  cancel(): void {
    if (this.isOver) return;
    this.say({ type: "cancel" });
    this.end("canceled-here");
  }

  protected abstract take(control: Control): void;

  protected receive(_chunk: ArrayBuffer): void {}

  protected say(control: Control): void {
    if (this.channel.readyState === "open") this.channel.send(JSON.stringify(control));
  }

  protected enter(state: TransferState): void {
    if (this.isOver) return;
    this.#state = state;
    this.changed();
    if (this.isOver) this.letGo();
  }

  protected end(why: Ending): void {
    this.enter({ at: "ended", why });
  }

  /** A channel sends what it still holds before it closes. */
  protected letGo(): void {
    this.channel.close();
  }

  #receive(data: unknown): void {
    if (this.isOver) return;
    if (data instanceof ArrayBuffer) this.receive(data);
    const control = typeof data === "string" ? controlOf(data) : undefined;
    if (control?.type === "cancel") this.end("canceled-there");
    else if (control) this.take(control);
  }
}
