import type { Refusal, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Fact, Report } from "../telemetry/fact.ts";
import { AskedQuestions, type Settle } from "./asked-questions.ts";
import type { Bus, Parts, Received, Settled, Topic } from "./bus.ts";
import { type Outcome, refusalError, type ServedTopics } from "./served-topics.ts";
import { unavailable } from "./unavailable.ts";

/** A message from one node to another. */
export type Message =
  /** A question; without an id it has no answer. */
  | {
      readonly type: "question";
      readonly id: number | undefined;
      readonly topic: string;
      /** JSON text. */
      readonly question: string;
      readonly parts: Parts;
    }
  /** The answer or the refusal to a question, as JSON text. */
  | { readonly type: "answer" | "refusal"; readonly id: number; readonly value: string };

/** Carries messages to other processes, in order. */
export interface MessageCarrier {
  /** No message can reach another node. */
  readonly isApart: boolean;
  /** Sends a message. Calls `failed` if it cannot arrive. */
  send(node: string, message: Message, failed: (() => void) | undefined): void;
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
      const { report } = this.#options;
      const answered = (text: string) => resolve(JSON.parse(text) as Answer);
      const asked = new ReportedQuestion({ node, topic, report, answered, refused: reject });
      this.#ask(asked, question, parts);
    });
  }

  post<Question>(
    node: string,
    { name: topic }: Topic<Question, null>,
    question: Question,
    parts: Parts,
    settled: Settled,
  ): void {
    const { report } = this.#options;
    const answered = () => settled(undefined);
    const asked = new ReportedQuestion({ node, topic, report, answered, refused: settled });
    this.#ask(asked, question, parts);
  }

  tell<Question>(
    node: string,
    { name: topic }: Topic<Question, unknown>,
    question: Question,
    parts: Parts = [],
  ): void {
    const text = textOf(question);
    const message: Message = { type: "question", id: undefined, topic, question: text, parts };
    this.#options.carrier.send(node, message, undefined);
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

  #ask(asked: ReportedQuestion, question: unknown, parts: Parts): void {
    const { node, topic } = asked;
    const id = this.#asked.add(node, asked);
    const message: Message = { type: "question", id, topic, question: textOf(question), parts };
    this.#options.carrier.send(node, message, () => this.failed(node, id));
  }

  #answer(from: string, message: Extract<Message, { type: "question" }>): void {
    const { id } = message;
    const outcome = this.#options.served.answer({ ...message, from });
    if (id === undefined) return;
    const reply = (settled: Outcome) =>
      this.#options.carrier.send(from, replyOf(id, settled), undefined);
    if (outcome instanceof Promise) void outcome.then(reply);
    else reply(outcome);
  }

  #settle(from: string, { type, id, value }: Exclude<Message, { type: "question" }>): void {
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

interface ReportedQuestionOptions {
  readonly node: string;
  readonly topic: string;
  readonly report: Report;
  /** Receives the JSON text of the answer. */
  readonly answered: (text: string) => void;
  readonly refused: (refusal: SignalingError) => void;
}

/** A question whose end is reported. */
class ReportedQuestion implements Settle<string> {
  readonly #options: ReportedQuestionOptions;
  readonly #sinceMs = performance.now();

  constructor(options: ReportedQuestionOptions) {
    this.#options = options;
  }

  get node(): string {
    return this.#options.node;
  }

  get topic(): string {
    return this.#options.topic;
  }

  resolve(text: string): void {
    this.#options.answered(text);
    this.#ended("answered");
  }

  reject(text: string): void {
    this.#options.refused(refusalError(JSON.parse(text) as Refusal));
    this.#ended("refused");
  }

  fail(): void {
    this.#options.refused(unavailable(`the server ${JSON.stringify(this.node)}`));
    this.#ended("unavailable");
  }

  #ended(outcome: AskOutcome): void {
    const seconds = (performance.now() - this.#sinceMs) / 1_000;
    this.#options.report({ type: "bus.asked", topic: this.topic, outcome, seconds });
  }
}

function replyOf(id: number, outcome: Outcome): Message {
  return outcome.isAnswered
    ? { type: "answer", id, value: textOf(outcome.answer) }
    : { type: "refusal", id, value: textOf(outcome.refusal) };
}

function textOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}
