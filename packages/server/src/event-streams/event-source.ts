import type { Fact, Report } from "../telemetry/fact.ts";
import { EventCounts } from "./event-counts.ts";
import { fieldsOf, isWanted } from "./fact-fields.ts";
import type { StreamEvent } from "./stream-event.ts";

/** Interval of the event `counts`, in milliseconds. */
const countsMs = 1_000;

/** Receives the events of a node. */
export interface Receiver {
  /** `undefined`: the events of all rooms, without those of single messages. */
  readonly room: string | undefined;
  put(event: StreamEvent): void;
}

/** Makes events of the facts of this node. Without receivers, it does no work. */
export class EventSource {
  readonly #receivers = new Set<Receiver>();
  #node = "";
  /** `undefined` without receivers. */
  #counts: EventCounts | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Returns a report that also passes facts to the receivers. */
  observing(report: Report): Report {
    return (fact) => {
      report(fact);
      if (this.#counts) this.#record(fact, this.#counts);
    };
  }

  /** Sets the id of this node. */
  set node(id: string) {
    this.#node = id;
  }

  add(receiver: Receiver): void {
    this.#receivers.add(receiver);
    this.#counts ??= new EventCounts(performance.now());
    this.#timer ??= setInterval(() => this.#tell(), countsMs).unref();
  }

  delete(receiver: Receiver): void {
    this.#receivers.delete(receiver);
    if (this.#receivers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#counts = undefined;
  }

  /** Returns an event of this node. */
  eventOf(type: string, fields: object): StreamEvent {
    return { type, at: new Date().toISOString(), node: this.#node, ...fields };
  }

  #record(fact: Fact, counts: EventCounts): void {
    counts.add(fact);
    let event: StreamEvent | undefined;
    for (const receiver of this.#receivers) {
      if (!isWanted(fact, receiver.room)) continue;
      event ??= this.eventOf(fact.type, fieldsOf(fact) ?? {});
      receiver.put(event);
    }
  }

  #tell(): void {
    const counts = this.#counts?.take(performance.now());
    if (!counts) return;
    const event = this.eventOf("counts", counts);
    for (const receiver of this.#receivers) receiver.put(event);
  }
}
