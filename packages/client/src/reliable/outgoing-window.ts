import { SignalingError } from "../base/errors.ts";
import { tooLarge } from "../base/too-large.ts";
import { type JsonCopy, jsonCopyOf } from "./json-copy.ts";

/** How its sender learns what became of a content. */
export interface Outcome {
  readonly resolve: () => void;
  readonly reject: (error: SignalingError) => void;
}

/** A content that has its number, and is kept until it is acknowledged. */
export interface Outgoing extends JsonCopy, Outcome {
  readonly number: number;
}

/** The most that may be without an acknowledgement. */
const most = { contents: 128, bytes: 256 * 1_024 };

/**
 * What one session says to another: numbered from 1, kept until the other has acknowledged it, sent
 * again from wherever it has to be. A number that is given up leaves no hole: the next content tells
 * which one was before it.
 */
export class OutgoingWindow {
  readonly #mostBytes: () => number | undefined;
  readonly #outstanding: Outgoing[] = [];
  #acknowledged = 0;
  #last = 0;
  #bytes = 0;
  /** How many of the outstanding have been sent, from the first on. */
  #sent = 0;

  /** `mostBytes`: the limit of what carries the contents, if that is known. It may change. */
  constructor(mostBytes: () => number | undefined = () => undefined) {
    this.#mostBytes = mostBytes;
  }

  get size(): number {
    return this.#outstanding.length;
  }

  /** Throws `unavailable` while the window is full, `too-large` and `bad-message` for what never fits. */
  add(content: unknown, fate: Outcome): void {
    const copy = jsonCopyOf(content);
    const mostBytes = this.#mostBytes() ?? most.bytes;
    if (copy.bytes > mostBytes) throw tooLarge(copy.bytes, mostBytes);
    if (copy.bytes > most.bytes) {
      throw new SignalingError("too-large", `${copy.bytes} bytes are more than ${most.bytes}`);
    }
    if (this.size === most.contents || this.#bytes + copy.bytes > most.bytes) {
      throw new SignalingError("unavailable", `${this.size} messages wait for the peer`);
    }
    this.#last += 1;
    this.#bytes += copy.bytes;
    this.#outstanding.push({ number: this.#last, ...copy, ...fate });
  }

  /** What is to be sent now, and the number of what is before it; from here on it counts as sent. */
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

  /** This one, and all behind it, are to be sent again. Without one: everything. */
  goBackTo(outgoing?: Outgoing): void {
    const index = outgoing ? this.#outstanding.indexOf(outgoing) : 0;
    if (index !== -1) this.#sent = Math.min(this.#sent, index);
  }

  /** The other has everything up to this number. Gives what that is news of. */
  acknowledge(number: number): readonly Outgoing[] {
    if (number > this.#last || number <= this.#acknowledged) return [];
    this.#acknowledged = number;
    const left = this.#outstanding.findIndex((outgoing) => outgoing.number > number);
    return this.#take(0, left === -1 ? this.size : left);
  }

  /** Nobody takes this one. All behind it are to be sent again: they were waiting for it. */
  giveUp(outgoing: Outgoing): void {
    this.goBackTo(outgoing);
    this.#take(this.#outstanding.indexOf(outgoing), 1);
  }

  /** Gives all that is outstanding, and keeps nothing. */
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
