import { type Refusal, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Received, Topic } from "./bus.ts";

export type Outcome =
  | { readonly isAnswered: true; readonly answer: unknown }
  | { readonly isAnswered: false; readonly refusal: Refusal };

/** A question as it arrives from a node. */
export interface Incoming extends Omit<Received<unknown>, "question"> {
  readonly topic: string;
  /** JSON text. */
  readonly question: string;
}

type Serve = (received: Received<unknown>) => unknown;

/** The topics that a node serves, and its answers. */
export class ServedTopics {
  readonly #serve = new Map<string, Serve>();
  readonly #failed: (error: unknown) => void;

  /** `failed` receives errors that are no refusals. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  add<Question, Answer>(
    { name }: Topic<Question, Answer>,
    answer: (received: Received<Question>) => Answer | Promise<Answer>,
  ): void {
    this.#serve.set(name, answer as Serve);
  }

  /** Answers a question, synchronously if its topic does. */
  answer({ topic, question, parts, from }: Incoming): Outcome | Promise<Outcome> {
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
    this.#failed(error);
    const reason = "internal server error; see the log of the server";
    return { isAnswered: false, refusal: { code: "internal", reason } };
  }
}

function answered(answer: unknown): Outcome {
  return { isAnswered: true, answer };
}

export function refusalError({ code, reason, ...options }: Refusal): SignalingError {
  return new SignalingError(code, reason, options);
}
