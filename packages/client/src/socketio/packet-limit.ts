import { Decoder, Encoder, type Packet } from "socket.io-parser";
import { SignalingError } from "../base/errors.ts";
import { tooLarge } from "../base/too-large.ts";
import { isNumber } from "./incoming.ts";

/**
 * How large a packet one connection carries. A server closes the connection on which more arrives (rule A5), so a larger packet
 * is not sent at all. Socket.IO's own encoder knows the size: with its name, its target and its attachments.
 */
export class PacketLimit {
  /** Unlimited, as long as the server has not told. */
  mostBytes = Number.POSITIVE_INFINITY;
  /** The option `parser` of a Socket.IO client. Its encoder throws `too-large`, and `bad-message` for what is not JSON. */
  readonly parser: { readonly Encoder: typeof Encoder; readonly Decoder: typeof Decoder };

  /** `isPolling`: whether binary becomes text on its way, four characters for three bytes. */
  constructor(isPolling: () => boolean) {
    const check = (parts: readonly unknown[]) => this.#check(parts, isPolling());
    class LimitedEncoder extends Encoder {
      override encode(packet: Packet): unknown[] {
        const parts = partsOf(() => super.encode(packet));
        check(parts);
        return parts;
      }
    }
    this.parser = { Encoder: LimitedEncoder, Decoder };
  }

  /** The limit as an Engine.IO handshake has it. */
  learn(maxPayload: unknown): void {
    if (isNumber(maxPayload) && maxPayload > 0) this.mostBytes = maxPayload;
  }

  /** A server counts each part as the transport carries it, and all of them together. */
  #check(parts: readonly unknown[], isPolling: boolean): void {
    const [text = 0, ...attachments] = parts.map(bytesOf);
    const together = attachments.reduce((sum, bytes) => sum + bytes, text);
    const encoded = attachments.map((bytes) => 1 + 4 * Math.ceil(bytes / 3));
    const bytes = Math.max(together, ...(isPolling ? encoded : []));
    if (bytes > this.mostBytes) throw tooLarge(bytes, this.mostBytes);
  }
}

function partsOf(encode: () => unknown[]): unknown[] {
  try {
    return encode();
  } catch (cause) {
    throw new SignalingError("bad-message", "JSON cannot carry that", { cause });
  }
}

/** A text has the type of its Engine.IO packet before it. */
function bytesOf(part: unknown): number {
  if (typeof part === "string") return 1 + new TextEncoder().encode(part).byteLength;
  return part instanceof Blob ? part.size : (part as ArrayBuffer).byteLength;
}
