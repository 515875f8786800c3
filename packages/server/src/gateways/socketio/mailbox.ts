/** Does one thing after the other, in the order they were put in. */
export class Mailbox {
  #last: Promise<void> = Promise.resolve();

  /** `work` must not reject. */
  put(work: () => Promise<void>): void {
    this.#last = this.#last.then(work);
  }
}
