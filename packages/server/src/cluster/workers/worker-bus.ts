import type { Refusal } from "simple-webrtc-signaling-protocol";
import { AskedQuestions } from "../asked-questions.ts";
import type { Bus, Parts, Received, Topic } from "../bus.ts";
import { type Outcome, refusalError, ServedTopics } from "../served-topics.ts";
import { unavailable } from "../unavailable.ts";
import type { BusMessage, Port, ToPrimary, ToWorker } from "./messages.ts";

/** The bus of a worker. The primary process passes every message on. */
export class WorkerBus implements Bus {
  /** The primary process outlives its workers. */
  readonly isApart = false;
  readonly #port: Port<ToPrimary, ToWorker>;
  readonly #served: ServedTopics;
  readonly #asked = new AskedQuestions();

  /** `failed` receives errors that are no refusals. */
  constructor(port: Port<ToPrimary, ToWorker>, failed: (error: unknown) => void) {
    this.#port = port;
    this.#served = new ServedTopics(failed);
  }

  ask<Question, Answer>(
    node: string,
    { name: topic }: Topic<Question, Answer>,
    question: Question,
    parts: Parts = [],
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const id = this.#asked.add(node, {
        resolve: (answer) => resolve(JSON.parse(answer) as Answer),
        reject: (refusal) => reject(refusalError(JSON.parse(refusal) as Refusal)),
        fail: () => reject(unavailable(`the server ${JSON.stringify(node)}`)),
      });
      if (this.#port.isFull) this.#asked.take(id, node)?.fail();
      else this.#post(node, { type: "question", id, topic, question: textOf(question), parts });
    });
  }

  tell<Question>(
    node: string,
    { name: topic }: Topic<Question, unknown>,
    question: Question,
    parts: Parts = [],
  ): void {
    if (this.#port.isFull) return;
    const text = textOf(question);
    this.#post(node, { type: "question", id: undefined, topic, question: text, parts });
  }

  serve<Question, Answer>(
    topic: Topic<Question, Answer>,
    answer: (received: Received<Question>) => Answer | Promise<Answer>,
  ): void {
    this.#served.add(topic, answer);
  }

  /** Receives a message of another worker. */
  receive({ from, message }: Extract<ToWorker, { type: "message" }>): void {
    if (message.type === "question") this.#answer(from, message);
    else {
      const settle = this.#asked.take(message.id, from);
      if (message.type === "answer") settle?.resolve(message.value);
      else settle?.reject(message.value);
    }
  }

  undelivered({ to, id }: Extract<ToWorker, { type: "undelivered" }>): void {
    this.#asked.take(id, to)?.fail();
  }

  /** Fails all questions without an answer. */
  stop(): void {
    this.#asked.clear();
  }

  #answer(from: string, message: Extract<BusMessage, { type: "question" }>): void {
    const { id } = message;
    const outcome = this.#served.answer({ ...message, from });
    if (id === undefined) return;
    const reply = (settled: Outcome) => this.#post(from, replyOf(id, settled));
    if (outcome instanceof Promise) void outcome.then(reply);
    else reply(outcome);
  }

  #post(to: string, message: BusMessage): void {
    this.#port.send({ type: "post", to, message });
  }
}

function replyOf(id: number, outcome: Outcome): BusMessage {
  return outcome.isAnswered
    ? { type: "answer", id, value: textOf(outcome.answer) }
    : { type: "refusal", id, value: textOf(outcome.refusal) };
}

function textOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}
