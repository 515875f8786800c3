import type { EventEmitter } from "node:events";
import { Deadline } from "../deadline.ts";

/** Time for the answer of a client. */
const timeoutSeconds = 1;

export interface LivenessProbe {
  /** The event that stands for an answer of the client. */
  readonly answer: string;
  /** Asks the client for an answer. */
  readonly ask: () => void;
}

/** Returns whether the client of a connection answers in time, before the connection emits `close`. */
export function probeLiveness(
  connection: Pick<EventEmitter, "on" | "off">,
  { answer, ask }: LivenessProbe,
): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isAlive: boolean) => () => {
      deadline.stop();
      connection.off(answer, answered);
      connection.off("close", closed);
      resolve(isAlive);
    };
    const answered = settle(true);
    const closed = settle(false);
    const deadline = new Deadline(timeoutSeconds, closed);
    deadline.start();
    connection.on(answer, answered);
    connection.on("close", closed);
    ask();
  });
}
