/** A command that Redis has not answered. */
export interface Unanswered {
  readonly sentAtMs: number;
  readonly bytes: number;
  /** Gives the caller up. The place of the command in the queue stays until its response. */
  readonly giveUp: () => void;
  isGivenUp: boolean;
}

/** The commands that Redis has not answered, the oldest first. Redis answers them in order. */
export class UnansweredCommands {
  readonly #all = new Set<Unanswered>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#all.size;
  }

  add(command: Unanswered): void {
    this.#all.add(command);
    this.#bytes += command.bytes;
  }

  delete(command: Unanswered): void {
    if (this.#all.delete(command)) this.#bytes -= command.bytes;
  }

  /** Returns the age of the oldest command, in milliseconds; 0 without one. */
  ageMs(nowMs: number): number {
    for (const { sentAtMs } of this.#all) return nowMs - sentAtMs;
    return 0;
  }

  /** Gives up the callers of all commands that were sent before a time. */
  giveUpBefore(timeMs: number): void {
    for (const command of this.#all) {
      if (command.sentAtMs >= timeMs) return;
      if (!command.isGivenUp) command.giveUp();
      command.isGivenUp = true;
    }
  }

  clear(): void {
    this.giveUpBefore(Number.POSITIVE_INFINITY);
    this.#all.clear();
    this.#bytes = 0;
  }
}
