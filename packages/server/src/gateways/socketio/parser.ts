import { Decoder, Encoder, type Packet, PacketType } from "socket.io-parser";
import type { IncomingEvent } from "./incoming-event.ts";
import { endOfString } from "./json-text.ts";
import { isNestedDeeper } from "./nesting.ts";

/** Stands for a handshake's `auth` that was nested too deep to be parsed. */
export const tooDeepAuth: Readonly<Record<string, unknown>> = Object.freeze({});

/** The name under which every event of a client reaches the gateway. */
export const incomingEvent = "event";

/** What Socket.IO's option `parser` takes. */
export interface SocketIoParser {
  readonly Encoder: new () => Encoder;
  readonly Decoder: new () => Decoder;
}

export interface ParserOptions {
  readonly nesting: number;
  /** Of one packet; 0 is no limit. */
  readonly mostAttachments: number;
  /** So many frames that cannot be read close their connection; 0 is never. */
  readonly mostMalformed: number;
  readonly malformed: () => void;
}

/**
 * Socket.IO's parser (its `parser` option, the door every packet passes), which also
 * - looks at nesting before anything is parsed, so that nothing behind it ever sees a deep value;
 * - hands every event on as one {@link IncomingEvent} under one name, so that no word of a client is ever
 *   the name of a listener, and its text can be relayed without being encoded again.
 */
export function arrivalParser(options: ParserOptions): SocketIoParser {
  return { Encoder, Decoder: arrivalDecoder(options) };
}

function arrivalDecoder(options: ParserOptions): new () => Decoder {
  const { nesting, mostAttachments, mostMalformed, malformed } = options;
  return class ArrivalDecoder extends Decoder {
    #text = "";
    #attachments: Uint8Array[] = [];
    #isTooDeep = false;
    #malformed = 0;

    constructor() {
      super({ maxAttachments: mostAttachments || Number.POSITIVE_INFINITY });
      this.on("decoded", (packet) => this.#complete(packet));
    }

    /** What cannot be read is dropped; an error that is thrown here closes the connection. */
    override add(chunk: unknown): void {
      try {
        if (typeof chunk === "string") super.add(this.#open(chunk));
        else this.#attach(chunk as Uint8Array);
      } catch (error) {
        // The attachments it may have been waiting for are not waited for any more.
        this.destroy();
        this.#malformed += 1;
        malformed();
        if (this.#malformed === mostMalformed) throw error;
      }
    }

    /** Notes a packet's text; one that is too deep goes on with nothing in it but an event's name. */
    #open(packet: string): string {
      const { start, limit } = payloadOf(packet, nesting);
      const payload = packet.slice(start);
      this.#isTooDeep = isNestedDeeper(payload, limit);
      this.#text = this.#isTooDeep ? shallow(payload) : payload;
      this.#attachments = [];
      return this.#isTooDeep ? packet.slice(0, start) + this.#text : packet;
    }

    #attach(attachment: Uint8Array): void {
      this.#attachments.push(attachment);
      super.add(attachment);
    }

    #complete(packet: Packet): void {
      if (packet.type === PacketType.CONNECT && this.#isTooDeep) packet.data = tooDeepAuth;
      if (packet.type !== PacketType.EVENT) return;
      const [name, ...parameters] = packet.data as [unknown, ...unknown[]];
      const event: IncomingEvent = {
        name: String(name),
        parameters,
        isTooDeep: this.#isTooDeep,
        text: this.#text,
        attachments: this.#attachments,
      };
      packet.data = [incomingEvent, event];
    }
  };
}

/** Where a packet's JSON begins, and how deep it may be: an event's array of arguments is not counted. */
function payloadOf(packet: string, nesting: number) {
  const start = packet.search(/[[{]/);
  if (start === -1) return { start: packet.length, limit: nesting };
  return { start, limit: packet[start] === "[" ? nesting + 1 : nesting };
}

/** The same payload with nothing in it but the event's name, for which a refusal is answered. */
function shallow(payload: string): string {
  if (payload.startsWith("{")) return "{}";
  const name = payload[1] === '"' ? payload.slice(1, endOfString(payload, 1)) : '""';
  return `[${name}]`;
}
