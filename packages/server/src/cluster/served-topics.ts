import { type Refusal, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Parts, Received, Topic } from "./bus.ts";

export type Outcome =
  | { readonly isAnswered: true; readonly answer: unknown }
  | { readonly isAnswered: false; readonly refusal: Refusal };

/** A question as it arrives from a node. */
export interface Incoming {
  readonly topic: string;
  /** JSON text. */
  readonly question: string;
  readonly parts: Parts;
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
  answer(from: string, { topic, question, parts }: Incoming): Outcome | Promise<Outcome> {
    try {
      const serve = this.#serve.get(topic);
      if (!serve) throw new Error(`the node does not serve ${topic}`);
      const answer = serve({ question: JSON.parse(question), parts, from });
      if (!(answer instanceof Promise)) return answered(answer);
      return answer.then(answered, (error: unknown) => this.#refusalOf(error));
    } catch (error) {
      return this.#refusalOf(error);
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
