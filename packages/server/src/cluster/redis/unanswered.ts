import { NumberedValues } from "../numbered-values.ts";

/** A command that Redis has not answered. */
export interface Unanswered {
  readonly sentAtMs: number;
  readonly bytes: number;
  /** Gives the caller up. The place of the command in the queue stays until its response. */
  readonly giveUp: () => void;
  isGivenUp: boolean;
}

/** The commands that Redis has not answered. Redis answers them in the order in which they were sent. */
export class UnansweredCommands {
  readonly #all = new NumberedValues<Unanswered>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** Returns the number of a command. */
  add(command: Unanswered): number {
    this.#bytes += command.bytes;
    return this.#all.add(command);
  }

  delete(number: number): void {
    this.#bytes -= this.#all.take(number)?.bytes ?? 0;
  }

  /** Returns the age of the oldest command, in milliseconds; 0 without one. */
  ageMs(nowMs: number): number {
    const oldest = this.#all.oldest();
    return oldest ? nowMs - oldest.sentAtMs : 0;
  }

  /** Gives up the callers of all commands that were sent before a time. */
  giveUpBefore(timeMs: number): void {
    for (const command of this.#all.all()) {
      if (command.sentAtMs >= timeMs) return;
      if (!command.isGivenUp) command.giveUp();
      command.isGivenUp = true;
    }
  }

  clear(): void {
    this.giveUpBefore(Number.POSITIVE_INFINITY);
    while (this.#all.takeOldest());
    this.#bytes = 0;
  }
}
