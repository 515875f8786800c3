import type { EventEmitter } from "node:events";

/** Time for the answer of a client, in milliseconds. */
const timeoutMs = 1_000;

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
      clearTimeout(timer);
      connection.off(answer, answered);
      connection.off("close", closed);
      resolve(isAlive);
    };
    const answered = settle(true);
    const closed = settle(false);
    // An answer that has arrived is read first, even if this process was too busy to read it in time.
    const timer = setTimeout(() => setImmediate(closed), timeoutMs);
    connection.on(answer, answered);
    connection.on("close", closed);
    ask();
  });
}
