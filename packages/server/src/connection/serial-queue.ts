/** `undefined` if it is done already. Must not throw or reject. */
type Work = () => Promise<void> | undefined;

/** Does one thing after the other, in the order they were put in; at once if nothing else is under way. */
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
      const doing = work();
      if (doing) {
        void doing.then(() => this.#work());
        return;
      }
    }
    this.#isBusy = false;
  }
}
