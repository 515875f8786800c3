import { Decoder, Encoder, type Packet, PacketType } from "socket.io-parser";
import { endOfString } from "../../content/json-text.ts";
import { isNestedDeeper } from "../../content/nesting.ts";
import type { IncomingEvent } from "./incoming-event.ts";

/** Replaces the `auth` of a handshake that is nested too deeply. */
export const tooDeepAuth: Readonly<Record<string, unknown>> = Object.freeze({});

/** The name of the socket event with which every client event reaches the gateway. */
export const incomingEvent = "event";

/** The value of the option `parser` of Socket.IO. */
export interface SocketIoParser {
  readonly Encoder: new () => Encoder;
  readonly Decoder: new () => Decoder;
}

export interface ParserOptions {
  readonly nesting: number;
  /** Maximum number of attachments of one packet; 0 disables the limit. */
  readonly mostAttachments: number;
  /** Number of malformed frames that closes the connection; 0 disables the limit. */
  readonly mostMalformed: number;
  readonly malformed: () => void;
}

/**
 * Returns a parser for the option `parser` of Socket.IO, which also
 * - checks the nesting before it parses a packet, so that no other code receives a deeply nested value;
 * - emits every event as one {@link IncomingEvent} under one name, so that a client cannot choose the name of a listener,
 *   and contents can be relayed without being encoded again.
 */
export function eventParser(options: ParserOptions): SocketIoParser {
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

    /** Drops a malformed chunk. An error that is thrown here closes the connection. */
    override add(chunk: unknown): void {
      try {
        if (typeof chunk === "string") super.add(this.#open(chunk));
        else this.#attach(chunk as Uint8Array);
      } catch (error) {
        // The decoder must not wait for the attachments of the dropped packet.
        this.destroy();
        this.#malformed += 1;
        malformed();
        if (this.#malformed === mostMalformed) throw error;
      }
    }

    /** Keeps the text of a packet. A packet that is nested too deeply keeps only the name of its event. */
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

/** Returns the start of the JSON in a packet, and its maximum nesting: the array of an event's arguments does not count. */
function payloadOf(packet: string, nesting: number) {
  const start = packet.search(/[[{]/);
  if (start === -1) return { start: packet.length, limit: nesting };
  return { start, limit: packet[start] === "[" ? nesting + 1 : nesting };
}

/** Returns the payload with only the name of the event, which the refusal contains. */
function shallow(payload: string): string {
  if (payload.startsWith("{")) return "{}";
  const name = payload[1] === '"' ? payload.slice(1, endOfString(payload, 1)) : '""';
  return `[${name}]`;
}
