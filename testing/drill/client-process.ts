import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Order, Word } from "./clients.ts";
import type { Observation } from "./observation.ts";

/** The roster of each client, by its peer id. */
type Rosters = Readonly<Record<string, readonly string[]>>;

/** A process with clients. */
export class ClientProcess {
  readonly #child: ChildProcess;
  #answer: (rosters: Rosters) => void = () => {};

  constructor(note: (observation: Observation) => void) {
    this.#child = fork(fileURLToPath(new URL("clients.ts", import.meta.url)));
    this.#child.on("message", (word: Word) => {
      if (word.word === "rosters") this.#answer(word.rosters);
      else for (const observation of word.observations) note(observation);
    });
  }

  tell(order: Order): void {
    if (this.#child.connected) this.#child.send(order);
  }

  /** Returns the roster of each client. Only one request at a time is allowed. */
  rosters(): Promise<Rosters> {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.tell({ order: "rosters" });
    });
  }

  /** Suspends the process, like a laptop with a closed lid. */
  sleep(): void {
    this.#child.kill("SIGSTOP");
  }

  wake(): void {
    this.#child.kill("SIGCONT");
  }

  async kill(): Promise<void> {
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }
}
