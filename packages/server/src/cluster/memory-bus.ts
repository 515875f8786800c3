import type { Bus, Parts, Received, Settled, Topic } from "./bus.ts";
import type { Network } from "./network.ts";
import { type Incoming, type Outcome, refusalError, ServedTopics } from "./served-topics.ts";
import { unavailable } from "./unavailable.ts";

/** The maximum time until an answer, in milliseconds. */
const answerMs = 2_000;

export interface MemoryBusOptions {
  readonly node: string;
  readonly network: Network;
  /** Finds the bus of a live node. */
  readonly find: (node: string) => MemoryBus | undefined;
  /** Receives errors that are no refusals. */
  readonly failed: (error: unknown) => void;
}

/** The bus of one node of this process. */
export class MemoryBus implements Bus {
  readonly #options: MemoryBusOptions;
  readonly #served: ServedTopics;
  /** Nodes of one process always reach each other. */
  readonly isApart = false;

  constructor(options: MemoryBusOptions) {
    this.#options = options;
    this.#served = new ServedTopics(options.failed);
  }

  ask<Question, Answer>(
    node: string,
    topic: Topic<Question, Answer>,
    question: Question,
    parts: Parts = [],
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const fail = () => {
        clearTimeout(timer);
        reject(unavailable(`the server ${JSON.stringify(node)}`));
      };
      const timer = setTimeout(fail, answerMs);
      const settle = (outcome: Outcome) => {
        clearTimeout(timer);
        if (outcome.isAnswered) resolve(copyOf(outcome.answer) as Answer);
        else reject(refusalError(outcome.refusal));
      };
      this.#send(node, this.#message(topic, question, parts), { settle, fail });
    });
  }

  post<Question>(
    node: string,
    topic: Topic<Question, null>,
    question: Question,
    parts: Parts,
    settled: Settled,
  ): void {
    this.ask(node, topic, question, parts).then(() => settled(undefined), settled);
  }

  tell<Question>(
    node: string,
    topic: Topic<Question, unknown>,
    question: Question,
    parts: Parts = [],
  ): void {
    this.#send(node, this.#message(topic, question, parts));
  }

  serve<Question, Answer>(
    topic: Topic<Question, Answer>,
    answer: (received: Received<Question>) => Answer | Promise<Answer>,
  ): void {
    this.#served.add(topic, answer);
  }

  #message({ name }: { readonly name: string }, question: unknown, parts: Parts): Incoming {
    return { topic: name, question: JSON.stringify(question ?? null), parts };
  }

  #send(
    node: string,
    message: Incoming,
    reply?: { readonly settle: (outcome: Outcome) => void; readonly fail: () => void },
  ): void {
    const { network, find } = this.#options;
    const lost = () => reply?.fail();
    network.carry(() => {
      const other = find(node);
      if (!other) return network.deliver(lost);
      other.#receive(this.#options.node, message, (outcome) =>
        network.deliver(() => reply?.settle(outcome)),
      );
    }, lost);
  }

  #receive(from: string, message: Incoming, reply: (outcome: Outcome) => void): void {
    const { network } = this.#options;
    network.deliver(() => {
      const outcome = this.#served.answer(from, message);
      const send = (value: Outcome) =>
        network.carry(
          () => reply(value),
          () => {},
        );
      if (outcome instanceof Promise) void outcome.then(send);
      else send(outcome);
    });
  }
}

/** The answer takes the way of JSON, as between processes. */
function copyOf(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer ?? null));
}
