import type { FileOffer } from "simple-webrtc-signaling-client/file";
import { Transfer } from "./transfer.ts";

/** A file that a peer offers. Nothing of it comes before it is accepted. */
export class ReceivingFile extends Transfer {
  readonly #offer: FileOffer;

  constructor(offer: FileOffer) {
    super(offer);
    this.#offer = offer;
    offer.withdrawn.addEventListener("abort", () => this.end(offer.withdrawn.reason));
  }

  accept(): void {
    void this.follow(this.#offer.accept(this.options));
  }

  decline(): void {
    this.#offer.decline();
  }
}
