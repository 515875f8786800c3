/** The maximum length of a frame before it is sent without waiting for the end of the turn, in UTF-16 units. */
const longestFrame = 1_024 * 1_024;

/** A message in the outbox, and what happens if it cannot be handed over. */
export interface Outgoing {
  readonly text: string;
  readonly failed: (() => void) | undefined;
}

/** Everything for one node. */
export class Waiting {
  readonly messages: Outgoing[] = [];
  /** The questions of the node that are answered with `null`. */
  readonly receipts: number[] = [];
  length = 0;
}

export type SendFrame = (node: string, waiting: Waiting) => void;

/** Collects the messages to each node during one turn of the event loop, and sends them as one frame. */
export class Outbox {
  readonly #send: SendFrame;
  readonly #waiting = new Map<string, Waiting>();
  #isScheduled = false;

  constructor(send: SendFrame) {
    this.#send = send;
  }

  add(node: string, message: Outgoing): void {
    const waiting = this.#waitingFor(node);
    waiting.messages.push(message);
    waiting.length += message.text.length;
    if (waiting.length > longestFrame) this.#sendTo(node, waiting);
  }

  addReceipt(node: string, id: number): void {
    this.#waitingFor(node).receipts.push(id);
  }

  /** Sends everything now. */
  flush(): void {
    for (const [node, waiting] of this.#waiting) this.#sendTo(node, waiting);
  }

  #waitingFor(node: string): Waiting {
    const present = this.#waiting.get(node);
    if (present) return present;
    const waiting = new Waiting();
    this.#waiting.set(node, waiting);
    this.#schedule();
    return waiting;
  }

  #sendTo(node: string, waiting: Waiting): void {
    this.#waiting.delete(node);
    this.#send(node, waiting);
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
