import type { Report } from "../telemetry/fact.ts";

/** Returns `undefined` if the work is already done. */
type Work = () => Promise<void> | undefined;

/**
 * Runs work items one after the other, in the order in which they were added; synchronously if the queue is idle. A failed
 * item is reported, and the next one runs.
 */
export class SerialQueue {
  readonly #report: Report;
  readonly #waiting: Work[] = [];
  #isBusy = false;

  constructor(report: Report) {
    this.#report = report;
  }

  put(work: Work): void {
    if (this.#isBusy) this.#waiting.push(work);
    else this.#run(work);
  }

  #run(first: Work): void {
    this.#isBusy = true;
    for (let work: Work | undefined = first; work; work = this.#waiting.shift()) {
      const pending = this.#start(work);
      if (pending) {
        void pending.catch((error) => this.#failed(error)).then(() => this.#continue());
        return;
      }
    }
    this.#isBusy = false;
  }

  #start(work: Work): Promise<void> | undefined {
    try {
      return work();
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  #continue(): void {
    const next = this.#waiting.shift();
    if (next) this.#run(next);
    else this.#isBusy = false;
  }

  #failed(error: unknown): void {
    this.#report({ type: "request.failed", error });
  }
}
