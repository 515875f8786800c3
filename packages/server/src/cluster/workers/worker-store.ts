import { AskedQuestions } from "../asked-questions.ts";
import type { DirectoryStore } from "../store.ts";
import { unavailable } from "../unavailable.ts";
import type { OperationName, Port, ToPrimary, ToWorker } from "./messages.ts";

const primary = "the primary process";

/** The store in the primary process, for one worker. */
export class WorkerStore implements DirectoryStore {
  /** The primary process outlives its workers. */
  readonly isApart = false;
  readonly #port: Port<ToPrimary, ToWorker>;
  readonly #asked = new AskedQuestions<unknown>();

  constructor(port: Port<ToPrimary, ToWorker>) {
    this.#port = port;
  }

  readonly claim = this.#operation("claim");
  readonly move = this.#operation("move");
  readonly away = this.#operation("away");
  readonly leave = this.#operation("leave");
  readonly close = this.#operation("close");
  readonly look = this.#operation("look");
  readonly list = this.#operation("list");
  readonly rooms = this.#operation("rooms");
  readonly isPresent = this.#operation("isPresent");
  readonly nodes = this.#operation("nodes");

  /** Receives the result of an operation. */
  receive({ id, value }: Extract<ToWorker, { type: "result" }>): void {
    this.#asked.take(id, primary)?.resolve(value);
  }

  /** Fails all operations without a result. */
  stop(): void {
    this.#asked.clear();
  }

  #operation<Name extends OperationName>(operation: Name): DirectoryStore[Name] {
    const call = (...parameters: readonly unknown[]) =>
      new Promise<unknown>((resolve, reject) => {
        const fail = () => reject(unavailable("the directory"));
        const sinceMs = performance.now();
        const id = this.#asked.add({ node: primary, sinceMs, resolve, reject: fail, fail });
        this.#port.send({ type: "call", id, operation, parameters });
      });
    return call as DirectoryStore[Name];
  }
}
