/** The maximum time until an answer, in milliseconds: with the interval of the check, two seconds. */
const answerMs = 1_850;

const checkMs = 100;

interface Question<Answer> {
  readonly node: string;
  readonly untilMs: number;
  readonly settle: Settle<Answer>;
}

export interface Settle<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (refusal: string) => void;
  /** No answer arrived in time, or none can arrive. */
  readonly fail: () => void;
}

/** The questions to other nodes that have no answer yet. */
export class AskedQuestions<Answer = string> {
  /** By id, the oldest first. */
  readonly #all = new Map<number, Question<Answer>>();
  #lastId = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Returns the id of a new question to a node. */
  add(node: string, settle: Settle<Answer>): number {
    this.#lastId += 1;
    this.#all.set(this.#lastId, { node, settle, untilMs: performance.now() + answerMs });
    this.#timer ??= setTimeout(() => this.#check(), checkMs).unref();
    return this.#lastId;
  }

  /** Removes the question that a node answers; `undefined` if it does not wait for this node. */
  take(id: number, node: string): Settle<Answer> | undefined {
    const question = this.#all.get(id);
    if (question?.node !== node) return undefined;
    this.#all.delete(id);
    return question.settle;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const all = [...this.#all.values()];
    this.#all.clear();
    for (const { settle } of all) settle.fail();
  }

  #check(): void {
    const nowMs = performance.now();
    for (const [id, { untilMs, settle }] of this.#all) {
      if (untilMs > nowMs) break;
      this.#all.delete(id);
      settle.fail();
    }
    this.#timer = this.#all.size > 0 ? setTimeout(() => this.#check(), checkMs).unref() : undefined;
  }
}
