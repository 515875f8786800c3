import type { StreamEvent } from "./stream-event.ts";

/** The maximum number of events that wait for one reader. */
export const mostWaiting = 1_000;

/** Returns the event that stands for dropped events. */
export type Dropped = (events: number) => StreamEvent;

/** The events that wait for one reader. If it does not read, later events are dropped and counted, so the memory is bounded. */
export class EventQueue {
  readonly #dropped: Dropped;
  #waiting: StreamEvent[] = [];
  #droppedCount = 0;
  #wake: (() => void) | undefined;
  #isClosed = false;

  constructor(dropped: Dropped) {
    this.#dropped = dropped;
  }

  put(event: StreamEvent): void {
    if (this.#waiting.length < mostWaiting) this.#waiting.push(event);
    else this.#droppedCount += eventsIn(event);
    this.#wake?.();
  }

  /** Takes all waiting events. If events were dropped, which were the latest, the last one states their number. */
  take(): readonly StreamEvent[] {
    const taken = this.#waiting;
    this.#waiting = [];
    if (this.#droppedCount > 0) taken.push(this.#dropped(this.#droppedCount));
    this.#droppedCount = 0;
    return taken;
  }

  /** Resolves with the waiting events when there are some; with none when the queue is closed. */
  async next(): Promise<readonly StreamEvent[]> {
    while (this.#waiting.length === 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = undefined;
    return this.take();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }
}

/** Returns the number of events for which an event stands: another node may have dropped some. */
function eventsIn({ type, ...event }: StreamEvent): number {
  return type === "events.dropped" ? Number(event["events"]) : 1;
}
