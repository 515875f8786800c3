import { isRecord } from "../base/is-record.ts";

/**
 * Confirms to a leaving peer that the other peer received all data (PROTOCOL.md, Q12). An `RTCDataChannel` cannot: its
 * `bufferedAmount` counts unsent bytes, and werift (0.24) closes a channel before the data has arrived (RFC 8831 §6.7).
 */
export class Receipts {
  /** Resolves `ask`, also when no receipt can arrive. */
  confirm = () => {};
  readonly #say: (content: object) => void;
  #received = 0;
  #awaited = Number.POSITIVE_INFINITY;

  constructor(say: (content: object) => void) {
    this.#say = say;
  }

  /** Counts one received message. */
  count(): void {
    this.#received += 1;
    this.#answer();
  }

  receive(content: unknown): void {
    if (!isRecord(content)) return;
    const { sent, received } = content;
    if (typeof sent === "number") {
      this.#awaited = sent;
      this.#answer();
    } else if (received !== undefined) this.confirm();
  }

  /** Resolves when the other peer has received that many messages. */
  ask(sent: number): Promise<void> {
    return new Promise((resolve) => {
      this.confirm = resolve;
      this.#say({ sent });
    });
  }

  #answer(): void {
    if (this.#received < this.#awaited) return;
    this.#awaited = Number.POSITIVE_INFINITY;
    this.#say({ received: this.#received });
  }
}
