import { SignalingError } from "../base/errors.ts";
import { tooLarge } from "../base/too-large.ts";
import { type JsonCopy, jsonCopyOf } from "./json-copy.ts";

/** Reports to the sender whether a content was delivered. */
export interface Outcome {
  readonly resolve: () => void;
  readonly reject: (error: SignalingError) => void;
}

/** A numbered content that is kept until it is acknowledged. */
export interface Outgoing extends JsonCopy, Outcome {
  readonly number: number;
}

/** Limits for contents without an acknowledgement. */
const most = { contents: 128, bytes: 256 * 1_024 };

/**
 * The contents from one session to another: numbered from 1, and kept until they are acknowledged. A content that is given
 * up leaves no gap, because the next content carries the number of its predecessor.
 */
export class OutgoingWindow {
  readonly #mostBytes: () => number | undefined;
  readonly #outstanding: Outgoing[] = [];
  #acknowledged = 0;
  #last = 0;
  #bytes = 0;
  /** The number of outstanding contents that were sent, from the first on. */
  #sent = 0;

  /** `mostBytes` returns the limit of the channel, in bytes, if it is known. It may change. */
  constructor(mostBytes: () => number | undefined = () => undefined) {
    this.#mostBytes = mostBytes;
  }

  get size(): number {
    return this.#outstanding.length;
  }

  /** Throws `unavailable` while the window is full, and `too-large` or `bad-message` for a content that can never be sent. */
  add(content: unknown, outcome: Outcome): void {
    const copy = jsonCopyOf(content);
    const mostBytes = this.#mostBytes() ?? most.bytes;
    if (copy.bytes > mostBytes) throw tooLarge(copy.bytes, mostBytes);
    if (copy.bytes > most.bytes) {
      throw new SignalingError(
        "too-large",
        `${copy.bytes} bytes; at most ${most.bytes} are allowed`,
      );
    }
    if (this.size === most.contents || this.#bytes + copy.bytes > most.bytes) {
      throw new SignalingError("unavailable", `${this.size} messages wait for the peer`);
    }
    this.#last += 1;
    this.#bytes += copy.bytes;
    this.#outstanding.push({ number: this.#last, ...copy, ...outcome });
  }

  /** Returns the next content to send and the number of its predecessor. Marks the content as sent. */
  next(): { readonly outgoing: Outgoing; readonly previous: number } | undefined {
    const outgoing = this.#outstanding[this.#sent];
    if (!outgoing) return undefined;
    const previous = this.#outstanding[this.#sent - 1]?.number ?? this.#acknowledged;
    this.#sent += 1;
    return { outgoing, previous };
  }

  has(outgoing: Outgoing): boolean {
    return this.#outstanding.includes(outgoing);
  }

  /** Marks the content and all later ones to be sent again; without an argument, all contents. */
  goBackTo(outgoing?: Outgoing): void {
    const index = outgoing ? this.#outstanding.indexOf(outgoing) : 0;
    if (index !== -1) this.#sent = Math.min(this.#sent, index);
  }

  /** Removes all contents up to the number. Returns the removed contents. */
  acknowledge(number: number): readonly Outgoing[] {
    if (number > this.#last || number <= this.#acknowledged) return [];
    this.#acknowledged = number;
    const left = this.#outstanding.findIndex((outgoing) => outgoing.number > number);
    return this.#take(0, left === -1 ? this.size : left);
  }

  /** Removes a content that cannot be delivered. Marks all later ones to be sent again, because they depend on it. */
  giveUp(outgoing: Outgoing): void {
    this.goBackTo(outgoing);
    this.#take(this.#outstanding.indexOf(outgoing), 1);
  }

  /** Removes and returns all outstanding contents. */
  clear(): readonly Outgoing[] {
    return this.#take(0, this.size);
  }

  #take(index: number, count: number): readonly Outgoing[] {
    const taken = this.#outstanding.splice(index, count);
    this.#sent = Math.max(this.#sent - (index < this.#sent ? count : 0), 0);
    for (const { bytes } of taken) this.#bytes -= bytes;
    return taken;
  }
}
