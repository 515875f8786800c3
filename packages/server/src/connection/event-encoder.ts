import { type EventText, EventTexts } from "./event-text.ts";
import type { ServerEvent } from "./server-event.ts";

interface Remembered<Encoded> {
  readonly event: ServerEvent;
  readonly encoded: Encoded;
}

/**
 * Encodes events for a gateway, each once, however many receivers it has. A broadcast is sent to one receiver after the other
 * in at most two forms, with and without the sender's session. So the last two encoded events are enough.
 */
export class EventEncoder<Encoded> {
  readonly #texts = new EventTexts();
  readonly #encode: (text: EventText) => Encoded;
  #last: Remembered<Encoded> | undefined;
  #lastButOne: Remembered<Encoded> | undefined;

  constructor(encode: (text: EventText) => Encoded) {
    this.#encode = encode;
  }

  encode(event: ServerEvent): Encoded {
    if (this.#last?.event === event) return this.#last.encoded;
    if (this.#lastButOne?.event === event) return this.#lastButOne.encoded;
    const encoded = this.#encode(this.#texts.of(event));
    // A roster has one receiver, and may be large.
    if (event.type === "roster") return encoded;
    this.#lastButOne = this.#last;
    this.#last = { event, encoded };
    return encoded;
  }
}
