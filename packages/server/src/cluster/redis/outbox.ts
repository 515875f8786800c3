/** The maximum length of a frame before it is sent without waiting for the end of the turn, in UTF-16 units. */
const longestFrame = 1_024 * 1_024;

/** Everything for one node. */
export class Waiting {
  readonly texts: string[] = [];
  /** The ids of the questions among the texts, which fail if the frame cannot be handed over. */
  readonly questions: number[] = [];
  /** The questions of the node that are answered with `null`. */
  readonly receipts: number[] = [];
  length = 0;
}

export type SendFrame = (node: string, waiting: Waiting) => void;

/** Collects the messages to each node during one turn of the event loop, and sends them as one frame. */
export class Outbox {
  readonly #send: SendFrame;
  readonly #waiting = new Map<string, Waiting>();
  readonly #flushed: () => void;
  #isScheduled = false;

  /** `flushed` is called when all frames of a turn have been sent. */
  constructor(send: SendFrame, flushed: () => void) {
    this.#send = send;
    this.#flushed = flushed;
  }

  /** Adds the text of a message; of a question with its id. */
  add(node: string, text: string, question: number | undefined): void {
    const waiting = this.#waitingFor(node);
    waiting.texts.push(text);
    if (question !== undefined) waiting.questions.push(question);
    waiting.length += text.length;
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
      this.#flushed();
    });
  }
}
