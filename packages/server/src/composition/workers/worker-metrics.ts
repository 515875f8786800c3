import type { Worker } from "node:cluster";
import type { MetricsData } from "../../metrics/metrics.ts";
import type { MetricsAnswer, MetricsQuestion } from "./control.ts";

/** The longest time for the answer of a worker, in milliseconds. A busy worker is missing in that scrape. */
const answerMs = 5_000;

/** Reads the metrics of all workers, in the primary process. */
export class WorkerMetrics {
  readonly #workers: () => Iterable<Worker>;
  readonly #waiting = new Map<number, (data: MetricsData | undefined) => void>();
  #lastId = 0;

  constructor(workers: () => Iterable<Worker>) {
    this.#workers = workers;
  }

  /** Returns the metrics of each worker that answers in time. */
  async read(): Promise<readonly MetricsData[]> {
    const workers = [...this.#workers()].filter((worker) => worker.isConnected());
    const all = await Promise.all(workers.map((worker) => this.#ask(worker)));
    return all.filter((data) => data !== undefined);
  }

  receive({ id, data }: MetricsAnswer): void {
    this.#waiting.get(id)?.(data);
  }

  #ask(worker: Worker): Promise<MetricsData | undefined> {
    this.#lastId += 1;
    const question: MetricsQuestion = { type: "read-metrics", id: this.#lastId };
    return new Promise((resolve) => {
      const settle = (data: MetricsData | undefined) => {
        clearTimeout(timer);
        worker.off("exit", ended);
        this.#waiting.delete(question.id);
        resolve(data);
      };
      const ended = () => settle(undefined);
      const timer = setTimeout(ended, answerMs);
      worker.once("exit", ended);
      this.#waiting.set(question.id, settle);
      worker.send(question, () => {});
    });
  }
}
