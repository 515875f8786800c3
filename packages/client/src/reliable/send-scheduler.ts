import type { Unsubscribe } from "../base/emitter.ts";
import type { Timer } from "../base/timer.ts";

/** Somebody with something to send. */
export interface Sender {
  /**
   * Sends one message. Gives a promise of the server's answer, which is, if it was `rate-limited`, the milliseconds
   * to wait; `undefined` if there is nothing to send.
   */
  takeTurn(): Promise<number | undefined> | undefined;
}

/** As many may wait for the server's answer at a time: more than a few too fast and it would disconnect. */
const mostUnanswered = 32;

/** The slowest pace, in milliseconds, unless the server asks for more. */
const slowestMs = 1_000;

/**
 * Who may send now: all share one connection, and what the server allows it. They take turns; after
 * `rate-limited` one goes every so often, as the server said, until none has to wait.
 */
export class SendScheduler {
  readonly #later: Timer;
  readonly #waiting = new Set<Sender>();
  #unanswered = 0;
  #paceMs = 0;
  #stopPause: Unsubscribe | undefined;
  /** Answers to what was sent before a restart do not count. */
  #round = 0;

  constructor(later: Timer) {
    this.#later = later;
  }

  /** The sender gets turns until it has nothing to send. */
  ask(sender: Sender): void {
    this.#waiting.add(sender);
    this.#run();
  }

  leave(sender: Sender): void {
    this.#waiting.delete(sender);
  }

  /** The connection is a new one: no answers are waited for. */
  restart(): void {
    this.#round += 1;
    this.#unanswered = 0;
    this.#run();
  }

  stop(): void {
    this.#waiting.clear();
    this.#stopPause?.();
  }

  #run(): void {
    while (!this.#stopPause && this.#unanswered < mostUnanswered) {
      const [sender] = this.#waiting;
      if (!sender) {
        this.#paceMs = 0;
        return;
      }
      this.#giveTurnTo(sender);
    }
  }

  #giveTurnTo(sender: Sender): void {
    this.#waiting.delete(sender);
    const answer = sender.takeTurn();
    if (!answer) return;
    this.#waiting.add(sender);
    this.#unanswered += 1;
    if (this.#paceMs > 0) this.#pause(this.#paceMs);
    const [round, paceMs] = [this.#round, this.#paceMs];
    void answer.then((retryAfterMs) => {
      if (round !== this.#round) return;
      this.#unanswered -= 1;
      if (retryAfterMs !== undefined) this.#slowDown(retryAfterMs, paceMs);
      // What it may send now may depend on the answer.
      this.ask(sender);
    });
  }

  /** A pace that was still too fast is halved: others may share what the server allows. */
  #slowDown(retryAfterMs: number, paceMs: number): void {
    this.#paceMs = Math.max(this.#paceMs, retryAfterMs, Math.min(2 * paceMs, slowestMs));
    this.#pause(retryAfterMs);
  }

  #pause(delayMs: number): void {
    this.#stopPause?.();
    this.#stopPause = this.#later(delayMs, () => {
      this.#stopPause = undefined;
      this.#run();
    });
  }
}
