import { type Refusal, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Bus, Parts, Received, Topic } from "./bus.ts";
import type { Network } from "./network.ts";
import { unavailable } from "./unavailable.ts";

/** The maximum time until an answer, in milliseconds. */
const answerMs = 2_000;

type Outcome =
  | { readonly isAnswered: true; readonly answer: unknown }
  | { readonly isAnswered: false; readonly refusal: Refusal };

interface Message {
  readonly topic: string;
  /** JSON text, as between processes. */
  readonly question: string;
  readonly parts: Parts;
  readonly from: string;
}

type Serve = (received: Received<unknown>) => unknown;

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
  readonly #serve = new Map<string, Serve>();

  constructor(options: MemoryBusOptions) {
    this.#options = options;
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
        if (outcome.isAnswered) resolve(outcome.answer as Answer);
        else reject(refusalError(outcome.refusal));
      };
      this.#send(node, this.#message(topic, question, parts), { settle, fail });
    });
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
    this.#serve.set(topic.name, answer as Serve);
  }

  #message({ name }: { readonly name: string }, question: unknown, parts: Parts): Message {
    const { node: from } = this.#options;
    return { topic: name, question: JSON.stringify(question ?? null), parts, from };
  }

  #send(
    node: string,
    message: Message,
    reply?: { readonly settle: (outcome: Outcome) => void; readonly fail: () => void },
  ): void {
    const { network, find } = this.#options;
    const lost = () => reply?.fail();
    network.carry(() => {
      const other = find(node);
      if (!other) return network.deliver(lost);
      other.#receive(message, (outcome) => network.deliver(() => reply?.settle(outcome)));
    }, lost);
  }

  #receive(message: Message, reply: (outcome: Outcome) => void): void {
    const { network } = this.#options;
    network.deliver(() => {
      const outcome = this.#answer(message);
      const send = (value: Outcome) =>
        network.carry(
          () => reply(value),
          () => {},
        );
      if (outcome instanceof Promise) void outcome.then(send);
      else send(outcome);
    });
  }

  #answer({ topic, question, parts, from }: Message): Outcome | Promise<Outcome> {
    const refuse = (error: unknown) => this.#refusalOf(error);
    try {
      const serve = this.#serve.get(topic);
      if (!serve) throw new Error(`the node does not serve ${topic}`);
      const answer = serve({ question: JSON.parse(question), parts, from });
      return answer instanceof Promise ? answer.then(answered, refuse) : answered(answer);
    } catch (error) {
      return refuse(error);
    }
  }

  #refusalOf(error: unknown): Outcome {
    if (error instanceof SignalingError) return { isAnswered: false, refusal: error.refusal };
    this.#options.failed(error);
    const reason = "internal server error; see the log of the server";
    return { isAnswered: false, refusal: { code: "internal", reason } };
  }
}

/** The answer takes the way of JSON, as between processes. */
function answered(answer: unknown): Outcome {
  return { isAnswered: true, answer: JSON.parse(JSON.stringify(answer ?? null)) };
}

function refusalError({ code, reason, ...options }: Refusal): SignalingError {
  return new SignalingError(code, reason, options);
}
