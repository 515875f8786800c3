import { type Control, type Offer, sha256Of } from "./control.ts";
import { type FileChannel, Transfer } from "./transfer.ts";

/** A file that a peer offers. Nothing of it comes before it is accepted. */
export class ReceivingFile extends Transfer {
  #offer: Offer | undefined;
  #content = new Uint8Array(0);
  #bytes = 0;

  constructor(channel: FileChannel) {
    super(channel);
  }

  /** Absent until the offer has come. */
  get offer(): Offer | undefined {
    return this.#offer;
  }

  accept(): void {
    if (!this.#offer || this.state.at !== "offered") return;
    this.#content = new Uint8Array(this.#offer.size);
    this.enter({ at: "moving", bytes: 0 });
    this.say({ type: "accept" });
    if (this.#offer.size === 0) void this.#check(this.#offer);
  }

  decline(): void {
    this.say({ type: "decline" });
    this.end("declined");
  }

  protected override take(control: Control): void {
    if (control.type !== "offer" || this.#offer) return;
    this.#offer = control;
    this.changed();
  }

  protected override receive(chunk: ArrayBuffer): void {
    if (!this.#offer || this.state.at !== "moving") return;
    const before = this.#bytes;
    if (before + chunk.byteLength > this.#offer.size) {
      this.#refuse();
      return;
    }
    this.#content.set(new Uint8Array(chunk), before);
    this.#bytes += chunk.byteLength;
    if (this.#bytes === this.#offer.size) void this.#check(this.#offer);
    else if (isNextPercent(before, this.#bytes, this.#offer.size)) {
      this.enter({ at: "moving", bytes: this.#bytes });
    }
  }

  async #check({ sha256 }: Offer): Promise<void> {
    this.enter({ at: "checking" });
    if ((await sha256Of(this.#content.buffer)) !== sha256) return this.#refuse();
    this.say({ type: "verified" });
    // No other type: a page from another person must not open with the origin of this one.
    const content = new Blob([this.#content], { type: "application/octet-stream" });
    this.enter({ at: "done", content });
  }

  #refuse(): void {
    this.say({ type: "damaged" });
    this.end("damaged");
  }

  /** Only the sender closes the channel: if both did, the last control text could be lost. */
  protected override letGo(): void {
    if (this.state.at === "ended") super.letGo();
    this.#content = new Uint8Array(0);
  }
}

/** Listeners are called a hundred times, not once per chunk. */
function isNextPercent(before: number, after: number, size: number): boolean {
  return Math.floor((before / size) * 100) !== Math.floor((after / size) * 100);
}
