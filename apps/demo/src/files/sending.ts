import type { Control, Offer } from "./control.ts";
import { type FileChannel, Transfer } from "./transfer.ts";

/** Every browser takes messages of this size, in bytes. */
const chunkSize = 64 * 1024;

/** The channel may hold this much until it has to drain, in bytes. */
const most = 1024 * 1024;

/** It is filled again when it holds no more than this, in bytes. */
const low = 256 * 1024;

export interface SendingOptions {
  readonly channel: FileChannel;
  readonly offer: Offer;
  readonly content: ArrayBuffer;
}

/** Offers a file to one peer, and sends it if that accepts. */
export class SendingFile extends Transfer {
  readonly offer: Offer;
  readonly #content: ArrayBuffer;
  #next = 0;

  constructor({ channel, offer, content }: SendingOptions) {
    super(channel);
    this.offer = offer;
    this.#content = content;
    channel.bufferedAmountLowThreshold = low;
    channel.addEventListener("bufferedamountlow", () => this.#fill());
    if (channel.readyState === "open") this.say(offer);
    else channel.addEventListener("open", () => this.say(offer));
  }

  protected override take({ type }: Control): void {
    const { at } = this.state;
    if (type === "accept" && at === "offered") this.#fill();
    else if (type === "decline") this.end("declined");
    else if (type === "damaged") this.end("damaged");
    else if (type === "verified" && at === "checking") this.enter({ at: "done" });
  }

  /** Puts content into the channel until that is full; called again when it has drained. */
  #fill(): void {
    if (this.isOver || this.state.at === "checking") return;
    const { byteLength } = this.#content;
    while (this.#next < byteLength && this.channel.bufferedAmount < most) {
      const length = Math.min(chunkSize, byteLength - this.#next);
      this.channel.send(new Uint8Array(this.#content, this.#next, length));
      this.#next += length;
    }
    const isDrained = this.channel.bufferedAmount <= low;
    if (this.#next === byteLength && isDrained) this.enter({ at: "checking" });
    else this.enter({ at: "moving", bytes: this.#next - this.channel.bufferedAmount });
  }
}
