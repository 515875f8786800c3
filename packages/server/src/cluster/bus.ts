import type { SignalingError } from "simple-webrtc-signaling-protocol";

/** A kind of message between nodes. `Question` and `Answer` are JSON values. */
export interface Topic<Question, Answer> {
  readonly name: string;
  /** Only for the type system. */
  readonly types?: readonly [Question, Answer];
}

/** Texts and bytes that follow a question without being encoded again. */
export type Parts = readonly (string | Uint8Array)[];

/** Receives what became of a message: no refusal if it was answered. */
export type Settled = (refusal: SignalingError | undefined) => void;

/** A message of another node. */
export interface Received<Question> {
  readonly question: Question;
  readonly parts: Parts;
  /** The node that sent the message. */
  readonly from: string;
}

/**
 * Messages between the nodes of a cluster. Messages from one node to another arrive in the order in which they were sent,
 * and after all changes of the directory that the sender had made or received before. No message is sent twice or passed on.
 */
export interface Bus {
  /** No message can reach another node; every question is refused at once. */
  readonly isApart: boolean;
  /**
   * Asks a node. The message is sent before this method returns. Rejects with the refusal of the other node, and with
   * `unavailable` if the node does not exist or does not answer within two seconds; then it may have done the work.
   */
  ask<Question, Answer>(
    node: string,
    topic: Topic<Question, Answer>,
    question: Question,
    parts?: Parts,
  ): Promise<Answer>;
  /**
   * Asks a node, like `ask`, if only a refusal matters. It costs less, because it creates no promise. `settled` is called
   * once, possibly before this method returns.
   */
  post<Question>(
    node: string,
    topic: Topic<Question, null>,
    question: Question,
    parts: Parts,
    settled: Settled,
  ): void;
  /** Sends a message without an answer. It is lost if the node does not exist. */
  tell<Question>(
    node: string,
    topic: Topic<Question, unknown>,
    question: Question,
    parts?: Parts,
  ): void;
  /** Answers the questions of one topic. A thrown `SignalingError` is the refusal. */
  serve<Question, Answer>(
    topic: Topic<Question, Answer>,
    answer: (received: Received<Question>) => Answer | Promise<Answer>,
  ): void;
}
