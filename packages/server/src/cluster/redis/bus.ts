import type { Refusal } from "simple-webrtc-signaling-protocol";
import { AskedQuestions } from "../asked-questions.ts";
import type { Bus, Parts, Received, Topic } from "../bus.ts";
import { type Outcome, refusalError, type ServedTopics } from "../served-topics.ts";
import { unavailable } from "../unavailable.ts";
import type { RedisClock } from "./clock.ts";
import type { RedisConnection } from "./connection.ts";
import { type Frame, frameIn, frameText, type Message, messageText } from "./frame.ts";
import { Outbox, type Outgoing } from "./outbox.ts";

/** A frame of a greater age is not delivered, because its sender has given it up, in milliseconds. */
const longestAgeMs = 2_000;

export interface RedisBusOptions {
  readonly node: string;
  readonly connection: RedisConnection;
  readonly clock: RedisClock;
  readonly served: ServedTopics;
  /** A frame was not delivered. */
  readonly refused: (reason: "invalid" | "late") => void;
}

/** The bus of a node, over the channels of Redis: one publication for each node and turn of the event loop. */
export class RedisBus implements Bus {
  readonly #options: RedisBusOptions;
  readonly #served: ServedTopics;
  readonly #asked = new AskedQuestions();
  readonly #outbox = new Outbox((node, messages) => this.#publish(node, messages));

  constructor(options: RedisBusOptions) {
    this.#options = options;
    this.#served = options.served;
    options.connection.beforeScript = () => this.#outbox.flush();
  }

  get isApart(): boolean {
    return this.#options.connection.isApart;
  }

  ask<Question, Answer>(
    node: string,
    { name: topic }: Topic<Question, Answer>,
    question: Question,
    parts: Parts = [],
  ): Promise<Answer> {
    const absent = () => unavailable(`the server ${JSON.stringify(node)}`);
    if (this.isApart) return Promise.reject(absent());
    return new Promise((resolve, reject) => {
      const id = this.#asked.add(node, {
        resolve: (answer) => resolve(JSON.parse(answer) as Answer),
        reject: (refusal) => reject(refusalError(JSON.parse(refusal) as Refusal)),
        fail: () => reject(absent()),
      });
      const text = messageText({ type: "question", id, topic, ...bodyOf(question), parts });
      this.#outbox.add(node, { text, failed: () => this.#asked.take(id, node)?.fail() });
    });
  }

  tell<Question>(
    node: string,
    { name: topic }: Topic<Question, unknown>,
    question: Question,
    parts: Parts = [],
  ): void {
    if (this.isApart) return;
    const body = bodyOf(question);
    const text = messageText({ type: "question", id: undefined, topic, ...body, parts });
    this.#outbox.add(node, { text, failed: () => {} });
  }

  serve<Question, Answer>(
    topic: Topic<Question, Answer>,
    answer: (received: Received<Question>) => Answer | Promise<Answer>,
  ): void {
    this.#served.add(topic, answer);
  }

  /** Receives the text of a frame from the node's channel. */
  receive(text: string): void {
    const { refused } = this.#options;
    const frame = frameIn(text);
    if (!frame) refused("invalid");
    else if (this.#isLate(frame)) refused("late");
    else for (const message of frame.messages) this.#receive(frame.from, message);
  }

  /** Fails all questions. */
  close(): void {
    this.#asked.clear();
  }

  #isLate({ sentAtMs }: Frame): boolean {
    const { nowMs } = this.#options.clock;
    return nowMs === undefined || nowMs - sentAtMs > longestAgeMs;
  }

  #receive(from: string, message: Message): void {
    if (message.type === "question") this.#answer(from, message);
    else this.#settle(from, message);
  }

  #answer(from: string, message: Extract<Message, { type: "question" }>): void {
    const { id } = message;
    const outcome = this.#served.answer({ ...message, from });
    if (id === undefined) return;
    const reply = (settled: Outcome) => this.#reply(from, id, settled);
    if (outcome instanceof Promise) void outcome.then(reply);
    else reply(outcome);
  }

  #reply(to: string, id: number, outcome: Outcome): void {
    const message: Message = outcome.isAnswered
      ? { type: "answer", id, value: JSON.stringify(outcome.answer ?? null) }
      : { type: "refusal", id, value: JSON.stringify(outcome.refusal) };
    if (!this.isApart) this.#outbox.add(to, { text: messageText(message), failed: () => {} });
  }

  #settle(from: string, { type, id, value }: Exclude<Message, { type: "question" }>): void {
    const settle = this.#asked.take(id, from);
    if (!settle) return;
    try {
      if (type === "answer") settle.resolve(value);
      else settle.reject(value);
    } catch {
      this.#options.refused("invalid");
      settle.fail();
    }
  }

  #publish(node: string, messages: readonly Outgoing[]): void {
    const { node: from, connection, clock } = this.#options;
    const fail = () => {
      for (const { failed } of messages) failed();
    };
    const texts = messages.map(({ text }) => text);
    connection.publish(node, frameText(from, clock.nowMs ?? 0, texts)).then((receivers) => {
      if (receivers === 0) fail();
    }, fail);
  }
}

function bodyOf(question: unknown): { readonly question: string } {
  return { question: JSON.stringify(question ?? null) };
}
