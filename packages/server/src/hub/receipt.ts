import type { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Settled } from "../cluster/bus.ts";

/** States later what became of a message to another node. It is no promise, because peers exchange very many messages. */
export class Receipt {
  #isSettled = false;
  #refusal: SignalingError | undefined;
  #settled: Settled | undefined;

  /** Settles the receipt once. Without a refusal, the message was delivered. */
  settle(refusal: SignalingError | undefined): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#refusal = refusal;
    this.#settled?.(refusal);
  }

  /** Calls the function when the receipt is settled; at once if it is. */
  onSettled(settled: Settled): void {
    this.#settled = settled;
    if (this.#isSettled) settled(this.#refusal);
  }
}
