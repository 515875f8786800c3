import type { Unsubscribe } from "../base/emitter.ts";
import type { Timer } from "../base/timer.ts";

/** A source of messages that shares the connection. */
export interface Sender {
  /**
   * Sends one message. Returns `undefined` if there is nothing to send. Otherwise resolves with the reply of the server: the
   * milliseconds to wait after `rate-limited`, otherwise `undefined`.
   */
  takeTurn(): Promise<number | undefined> | undefined;
}

/** Maximum number of messages without a reply. The server disconnects a client that sends too many messages too fast. */
const mostUnanswered = 32;

/** The longest interval between messages, in milliseconds, unless the server asks for a longer one. */
const slowestMs = 1_000;

/**
 * Schedules senders that share one connection and its rate limit. Senders take turns. After `rate-limited`, one message is
 * sent per interval that the server asked for, until no sender waits.
 */
export class SendScheduler {
  readonly #timer: Timer;
  readonly #waiting = new Set<Sender>();
  #unanswered = 0;
  #paceMs = 0;
  #stopPause: Unsubscribe | undefined;
  /** Replies to messages from before a restart are ignored. */
  #round = 0;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  /** Schedules the sender until it has nothing to send. */
  ask(sender: Sender): void {
    this.#waiting.add(sender);
    this.#run();
  }

  leave(sender: Sender): void {
    this.#waiting.delete(sender);
  }

  /** Starts on a new connection: replies of the old one are no longer awaited. */
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
      // The reply may allow the next message.
      this.ask(sender);
    });
  }

  /** Doubles an interval that was still too short, because others may share the rate limit. */
  #slowDown(retryAfterMs: number, paceMs: number): void {
    this.#paceMs = Math.max(this.#paceMs, retryAfterMs, Math.min(2 * paceMs, slowestMs));
    this.#pause(retryAfterMs);
  }

  #pause(delayMs: number): void {
    this.#stopPause?.();
    this.#stopPause = this.#timer(delayMs, () => {
      this.#stopPause = undefined;
      this.#run();
    });
  }
}
