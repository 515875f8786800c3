import { Decoder, Encoder, type Packet, PacketType } from "socket.io-parser";
import type { IncomingEvent } from "../../connection/incoming-event.ts";
import { endOfString, secondElement } from "../../content/json-text.ts";
import { isNestedDeeper } from "../../content/nesting.ts";

/** Replaces the `auth` of a handshake that is nested too deeply. */
export const tooDeepAuth: Readonly<Record<string, unknown>> = Object.freeze({});

export interface EventReceiver {
  /** Receives an event, and the id of its acknowledgement if its sender requested one. */
  receive(event: IncomingEvent, acknowledgementId: number | undefined): void;
}

export interface ParserOptions {
  readonly nesting: number;
  /** Maximum number of attachments of one packet; 0 disables the limit. */
  readonly mostAttachments: number;
  /** Number of malformed frames that closes the connection; 0 disables the limit. */
  readonly mostMalformed: number;
  readonly malformed: () => void;
}

/** The value of the option `parser` of Socket.IO. */
export interface SocketIoParser {
  readonly Encoder: new () => Encoder;
  readonly Decoder: new () => EventDecoder;
}

/** Returns a parser for the option `parser` of Socket.IO, with an {@link EventDecoder}. */
export function eventParser(options: ParserOptions): SocketIoParser {
  return {
    Encoder,
    Decoder: class extends EventDecoder {
      constructor() {
        super(options);
      }
    },
  };
}

type PacketListener = (packet: Packet) => void;

/** The names that Socket.IO refuses in events. */
const reservedNames: ReadonlySet<string> = new Set([
  "connect",
  "connect_error",
  "disconnect",
  "disconnecting",
  "newListener",
  "removeListener",
]);

const [zero, nine, leftBracket] = [48, 57, 91];

/**
 * A decoder for Socket.IO that
 * - checks the nesting before it parses a packet, so that no other code receives a deeply nested value;
 * - passes every event of an accepted connection to one receiver, together with its text, so that a client cannot choose the
 *   name of a listener, and contents can be relayed without being encoded again.
 */
export class EventDecoder {
  /** Receives the events instead of the listener of Socket.IO. */
  receiver: EventReceiver | undefined;
  readonly #options: ParserOptions;
  #listener: PacketListener = () => {};
  /** Decodes one packet, and waits for its attachments. */
  #decoder: Decoder | undefined;
  #text = "";
  #attachments: Uint8Array[] = [];
  #isTooDeep = false;
  #malformed = 0;

  constructor(options: ParserOptions) {
    this.#options = options;
  }

  /** Sets the only listener of Socket.IO, which receives all packets but the events of an accepted connection. */
  on(_name: "decoded", listener: PacketListener): void {
    this.#listener = listener;
  }

  /** The listener stays, because the connection has ended. */
  removeListener(): void {}

  destroy(): void {
    this.#decoder?.destroy();
    this.#decoder = undefined;
  }

  /** Drops a malformed chunk. An error that is thrown here closes the connection. */
  add(chunk: unknown): void {
    try {
      this.#decoder ??= this.#newDecoder();
      if (typeof chunk === "string") this.#decoder.add(this.#open(chunk));
      else this.#attach(this.#decoder, chunk as Uint8Array);
    } catch (error) {
      // The decoder must not wait for the attachments of the dropped packet.
      this.destroy();
      this.#malformed += 1;
      this.#options.malformed();
      if (this.#malformed === this.#options.mostMalformed) throw error;
    }
  }

  /**
   * Reads an event without binary attachments, whose packet has its acknowledgement id or its arguments at the index `at`.
   * Returns `false` for anything else, which `add` is to handle.
   */
  readEvent(packet: string, at: number): boolean {
    if (!this.receiver || this.#decoder) return false;
    let start = at;
    while (isDigit(packet.charCodeAt(start))) start += 1;
    if (packet.charCodeAt(start) !== leftBracket) return false;
    const text = packet.slice(start);
    const values = isNestedDeeper(text, this.#options.nesting + 1) ? undefined : valuesOf(text);
    if (!values) return false;
    const [name, ...parameters] = values;
    if (typeof name !== "string" || reservedNames.has(name)) return false;
    const argumentAt = secondElement(text);
    const event = { name, parameters, isTooDeep: false, text, argumentAt, attachments: [] };
    this.receiver.receive(event, start === at ? undefined : Number(packet.slice(at, start)));
    return true;
  }

  /** Keeps the text of a packet. A packet that is nested too deeply keeps only the name of its event. */
  #open(packet: string): string {
    const { start, limit } = payloadOf(packet, this.#options.nesting);
    const payload = packet.slice(start);
    this.#isTooDeep = isNestedDeeper(payload, limit);
    this.#text = this.#isTooDeep ? shallow(payload) : payload;
    this.#attachments = [];
    return this.#isTooDeep ? packet.slice(0, start) + this.#text : packet;
  }

  #newDecoder(): Decoder {
    const maxAttachments = this.#options.mostAttachments || Number.POSITIVE_INFINITY;
    const decoder = new Decoder({ maxAttachments });
    decoder.on("decoded", (packet) => this.#complete(packet));
    return decoder;
  }

  #attach(decoder: Decoder, attachment: Uint8Array): void {
    this.#attachments.push(attachment);
    decoder.add(attachment);
  }

  #complete(packet: Packet): void {
    this.#decoder = undefined;
    if (packet.type === PacketType.CONNECT && this.#isTooDeep) packet.data = tooDeepAuth;
    const isOwn = packet.type === PacketType.EVENT && packet.nsp === "/";
    if (isOwn && this.receiver) this.receiver.receive(this.#eventOf(packet), packet.id);
    else this.#listener(packet);
    // A large text, or credentials, need no memory until the next packet.
    this.#text = "";
    this.#attachments = [];
  }

  #eventOf({ data }: Packet): IncomingEvent {
    const [name, ...parameters] = data as [unknown, ...unknown[]];
    const text = this.#text;
    return {
      name: String(name),
      parameters,
      isTooDeep: this.#isTooDeep,
      text,
      argumentAt: secondElement(text),
      attachments: this.#attachments,
    };
  }
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

function valuesOf(text: string): readonly unknown[] | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
