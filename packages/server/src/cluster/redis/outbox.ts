/** The maximum length of a frame before it is sent without waiting for the end of the turn, in UTF-16 units. */
const longestFrame = 1_024 * 1_024;

/** Something in the outbox, and what happens if it cannot be handed over. */
export interface Outgoing {
  readonly text: string;
  readonly failed: () => void;
}

interface Waiting {
  readonly messages: Outgoing[];
  length: number;
}

export type SendFrame = (node: string, messages: readonly Outgoing[]) => void;

/** Collects the messages to each node during one turn of the event loop, and sends them as one frame. */
export class Outbox {
  readonly #send: SendFrame;
  readonly #waiting = new Map<string, Waiting>();
  #isScheduled = false;

  constructor(send: SendFrame) {
    this.#send = send;
  }

  add(node: string, message: Outgoing): void {
    const waiting = this.#waiting.get(node) ?? { messages: [], length: 0 };
    this.#waiting.set(node, waiting);
    waiting.messages.push(message);
    waiting.length += message.text.length;
    if (waiting.length > longestFrame) this.#sendTo(node, waiting);
    else this.#schedule();
  }

  /** Sends everything now. */
  flush(): void {
    for (const [node, waiting] of this.#waiting) this.#sendTo(node, waiting);
  }

  #sendTo(node: string, { messages }: Waiting): void {
    this.#waiting.delete(node);
    this.#send(node, messages);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.flush();
    });
  }
}
