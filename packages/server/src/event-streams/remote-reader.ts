import { EventQueue } from "./event-queue.ts";
import type { Receiver } from "./event-source.ts";
import type { StreamEvent } from "./stream-event.ts";

/** The time for which events are collected into one message between nodes, in milliseconds. */
const batchMs = 100;

export interface RemoteReaderOptions {
  readonly room: string | undefined;
  readonly dropped: (events: number) => StreamEvent;
  /** Sends events to the node of the reader. */
  readonly send: (events: readonly StreamEvent[]) => void;
}

/** A reader on another node, which receives at most a full queue in each period. */
export class RemoteReader implements Receiver {
  readonly room: string | undefined;
  readonly #queue: EventQueue;
  readonly #send: RemoteReaderOptions["send"];
  #timer: NodeJS.Timeout | undefined;

  constructor({ room, dropped, send }: RemoteReaderOptions) {
    this.room = room;
    this.#queue = new EventQueue(dropped);
    this.#send = send;
  }

  put(event: StreamEvent): void {
    this.#queue.put(event);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#send(this.#queue.take());
    }, batchMs).unref();
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
