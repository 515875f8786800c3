import { Decoder, Encoder, type Packet } from "socket.io-parser";
import { SignalingError } from "../base/errors.ts";
import { tooLarge } from "../base/too-large.ts";
import { isNumber } from "../transport/parsing.ts";

/**
 * The maximum packet size of one connection. A larger packet is not sent, because the server would close the connection
 * (rule A5). The size is measured in the encoder of Socket.IO, which knows the event name, the target and the attachments.
 */
export class PacketLimit {
  /** The limit in bytes; unlimited before the handshake. */
  mostBytes = Number.POSITIVE_INFINITY;
  /** The option `parser` of a Socket.IO client. Its encoder throws `too-large`, or `bad-message` for values that are not JSON. */
  readonly parser: { readonly Encoder: typeof Encoder; readonly Decoder: typeof Decoder };

  /** `isPolling` returns whether binary data is sent as base64 text, with 4 characters for 3 bytes. */
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

  /** Sets the limit from an Engine.IO handshake. */
  learn(maxPayload: unknown): void {
    if (isNumber(maxPayload) && maxPayload > 0) this.mostBytes = maxPayload;
  }

  /** The server limits each part as the transport encodes it, and the sum of all parts. */
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
    throw new SignalingError("bad-message", "the content cannot be sent as JSON", { cause });
  }
}

/** Returns the size of a packet part. The type character of Engine.IO precedes a text. */
function bytesOf(part: unknown): number {
  if (typeof part === "string") return 1 + new TextEncoder().encode(part).byteLength;
  return part instanceof Blob ? part.size : (part as ArrayBuffer).byteLength;
}
