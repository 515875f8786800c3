import type { Refusal } from "simple-webrtc-signaling-protocol";
import type { Fact, Report } from "../telemetry/fact.ts";
import { type Asked, AskedQuestions } from "./asked-questions.ts";
import type { Bus, Parts, Received, Settled, Topic } from "./bus.ts";
import { type Outcome, refusalError, type ServedTopics } from "./served-topics.ts";
import { unavailable } from "./unavailable.ts";

/** A question to another node; without an id it has no answer. */
export interface Question {
  readonly type: "question";
  readonly id: number | undefined;
  readonly topic: string;
  /** JSON text. */
  readonly question: string;
  readonly parts: Parts;
}

/** A message from one node to another. */
export type Message =
  | Question
  /** The answer or the refusal to a question, as JSON text. */
  | { readonly type: "answer" | "refusal"; readonly id: number; readonly value: string };

/** Carries messages to other processes, in order. */
export interface MessageCarrier {
  /** No message can reach another node. */
  readonly isApart: boolean;
  /** Sends a message. If a question cannot arrive, the bus must learn of it by `failed`, also before this method returns. */
  send(node: string, message: Message): void;
}

export interface MessageBusOptions {
  readonly carrier: MessageCarrier;
  readonly served: ServedTopics;
  /** The value of an answer or a refusal was no JSON text. */
  readonly invalid: () => void;
  readonly report: Report;
}

type AskOutcome = Extract<Fact, { type: "bus.asked" }>["outcome"];

/** The bus of a node whose messages go to other processes. */
export class MessageBus implements Bus {
  readonly #options: MessageBusOptions;
  readonly #asked = new AskedQuestions();

  constructor(options: MessageBusOptions) {
    this.#options = options;
  }

  get isApart(): boolean {
    return this.#options.carrier.isApart;
  }

  ask<Question, Answer>(
    node: string,
    { name: topic }: Topic<Question, Answer>,
    question: Question,
    parts: Parts = [],
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const answered = (text: string) => resolve(JSON.parse(text) as Answer);
      this.#ask(node, topic, question, parts, answered, reject);
    });
  }

  post<Question>(
    node: string,
    { name: topic }: Topic<Question, null>,
    question: Question,
    parts: Parts,
    settled: Settled,
  ): void {
    this.#ask(node, topic, question, parts, undefined, settled);
  }

  tell<Question>(
    node: string,
    { name: topic }: Topic<Question, unknown>,
    question: Question,
    parts: Parts = [],
  ): void {
    const text = textOf(question);
    this.#options.carrier.send(node, {
      type: "question",
      id: undefined,
      topic,
      question: text,
      parts,
    });
  }

  serve<Question, Answer>(
    topic: Topic<Question, Answer>,
    answer: (received: Received<Question>) => Answer | Promise<Answer>,
  ): void {
    this.#options.served.add(topic, answer);
  }

  /** Receives a message of another node. */
  receive(from: string, message: Message): void {
    if (message.type === "question") this.#answer(from, message);
    else this.#settle(from, message);
  }

  /** Fails a question, because it cannot arrive. */
  failed(node: string, id: number): void {
    this.#asked.take(id, node)?.fail();
  }

  /** Fails all questions without an answer. */
  close(): void {
    this.#asked.clear();
  }

  #ask(
    node: string,
    topic: string,
    question: unknown,
    parts: Parts,
    answered: Answered | undefined,
    settled: Settled,
  ): void {
    const { report, carrier } = this.#options;
    const id = this.#asked.add(new ReportedQuestion(node, topic, report, answered, settled));
    carrier.send(node, { type: "question", id, topic, question: textOf(question), parts });
  }

  #answer(from: string, message: Question): void {
    const { id } = message;
    const outcome = this.#options.served.answer(from, message);
    if (id === undefined) return;
    if (outcome instanceof Promise) void outcome.then((settled) => this.#reply(from, id, settled));
    else this.#reply(from, id, outcome);
  }

  #reply(to: string, id: number, outcome: Outcome): void {
    this.#options.carrier.send(to, replyOf(id, outcome));
  }

  #settle(from: string, { type, id, value }: Exclude<Message, Question>): void {
    const settle = this.#asked.take(id, from);
    if (!settle) return;
    try {
      if (type === "answer") settle.resolve(value);
      else settle.reject(value);
    } catch {
      this.#options.invalid();
      settle.fail();
    }
  }
}

/** Receives the JSON text of an answer. */
type Answered = (text: string) => void;

/** A question whose end is reported. It is created for each relayed message, so its options are no object. */
class ReportedQuestion implements Asked<string> {
  readonly node: string;
  readonly sinceMs = performance.now();
  readonly #topic: string;
  readonly #report: Report;
  readonly #answered: Answered | undefined;
  readonly #settled: Settled;

  /** Without `answered`, the text of the answer does not matter, and `settled` is also called with `undefined`. */
  constructor(
    node: string,
    topic: string,
    report: Report,
    answered: Answered | undefined,
    settled: Settled,
  ) {
    this.node = node;
    this.#topic = topic;
    this.#report = report;
    this.#answered = answered;
    this.#settled = settled;
  }

  resolve(text: string): void {
    if (this.#answered) this.#answered(text);
    else this.#settled(undefined);
    this.#ended("answered");
  }

  reject(text: string): void {
    this.#settled(refusalError(JSON.parse(text) as Refusal));
    this.#ended("refused");
  }

  fail(): void {
    this.#settled(unavailable(`the server ${JSON.stringify(this.node)}`));
    this.#ended("unavailable");
  }

  #ended(outcome: AskOutcome): void {
    const seconds = (performance.now() - this.sinceMs) / 1_000;
    this.#report({ type: "bus.asked", topic: this.#topic, outcome, seconds });
  }
}

function replyOf(id: number, outcome: Outcome): Message {
  return outcome.isAnswered
    ? { type: "answer", id, value: textOf(outcome.answer) }
    : { type: "refusal", id, value: textOf(outcome.refusal) };
}

function textOf(value: unknown): string {
  // Most answers are `null`.
  return value === null ? "null" : JSON.stringify(value ?? null);
}
