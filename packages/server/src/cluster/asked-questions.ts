import { NumberedValues } from "./numbered-values.ts";

/** The maximum time until an answer, in milliseconds: with the interval of the check, two seconds. */
const answerMs = 1_850;

const checkMs = 100;

/** A question that waits for its answer. */
export interface Asked<Answer> {
  readonly node: string;
  /** The time of the question, by `performance.now`. */
  readonly sinceMs: number;
  resolve(answer: Answer): void;
  reject(refusal: string): void;
  /** No answer arrived in time, or none can arrive. */
  fail(): void;
}

/** The questions to other nodes that have no answer yet. */
export class AskedQuestions<Answer = string> {
  readonly #all = new NumberedValues<Asked<Answer>>();
  #timer: NodeJS.Timeout | undefined;

  /** Returns the id of a new question to a node. */
  add(question: Asked<Answer>): number {
    this.#timer ??= this.#checkLater();
    return this.#all.add(question);
  }

  /** Removes the question that a node answers; `undefined` if it does not wait for this node. */
  take(id: number, node: string): Asked<Answer> | undefined {
    return this.#all.get(id)?.node === node ? this.#all.take(id) : undefined;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const question of [...this.#all.all()]) {
      this.#all.takeOldest();
      question.fail();
    }
  }

  #check(): void {
    const lateMs = performance.now() - answerMs;
    for (let question = this.#all.oldest(); question; question = this.#all.oldest()) {
      if (question.sinceMs > lateMs) break;
      this.#all.takeOldest();
      question.fail();
    }
    this.#timer = this.#all.size > 0 ? this.#checkLater() : undefined;
  }

  /** After the event loop had stalled, the answers are read first. */
  #checkLater(): NodeJS.Timeout {
    return setTimeout(() => setImmediate(() => this.#check()), checkMs).unref();
  }
}
