/** Must not throw or reject. Returns `undefined` if the work is already done. */
type Work = () => Promise<void> | undefined;

/** Runs work items one after the other, in the order in which they were added; synchronously if the queue is idle. */
export class SerialQueue {
  readonly #waiting: Work[] = [];
  #isBusy = false;

  put(work: Work): void {
    this.#waiting.push(work);
    if (!this.#isBusy) this.#work();
  }

  #work(): void {
    this.#isBusy = true;
    for (let work = this.#waiting.shift(); work; work = this.#waiting.shift()) {
      const pending = work();
      if (pending) {
        void pending.then(() => this.#work());
        return;
      }
    }
    this.#isBusy = false;
  }
}
