import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A request to a helper process, and its reply. */
export interface TaskRequest {
  readonly number: number;
  readonly task: string;
  readonly argument: unknown;
}

export interface TaskReply {
  readonly number: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** A part of this program in a separate process, so that neither delays the other. */
export class Helper {
  readonly #child: ChildProcess;
  #asked = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.setMaxListeners(100);
  }

  /** Starts `helpers/<name>.ts`. */
  static start(name: string): Helper {
    return new Helper(fork(fileURLToPath(new URL(`helpers/${name}.ts`, import.meta.url))));
  }

  get isRunning(): boolean {
    return this.#child.connected;
  }

  /** Runs a task. Rejects if the task fails or the process ends. */
  async ask<Value>(task: string, argument?: unknown): Promise<Value> {
    this.#asked += 1;
    const number = this.#asked;
    const ended = new AbortController();
    const onExit = () => ended.abort(new Error(`a helper ended during ${task}`));
    this.#child.once("exit", onExit);
    this.#child.send({ number, task, argument } satisfies TaskRequest);
    try {
      for (;;) {
        const [answer] = (await once(this.#child, "message", { signal: ended.signal })) as [
          TaskReply,
        ];
        if (answer.number !== number) continue;
        if (answer.error !== undefined) throw new Error(answer.error);
        return answer.value as Value;
      }
    } finally {
      this.#child.off("exit", onExit);
    }
  }

  stop(): void {
    this.#child.kill("SIGKILL");
  }
}
