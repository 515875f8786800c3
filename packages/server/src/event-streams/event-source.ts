import type { ClusterNode } from "../cluster/cluster.ts";
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
  #node: Pick<ClusterNode, "id" | "nowMs"> | undefined;
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

  /** Sets this node, before any receiver is added. */
  set node(node: Pick<ClusterNode, "id" | "nowMs">) {
    this.#node = node;
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
    const { id = "", nowMs = Date.now } = this.#node ?? {};
    // All nodes share this clock, so readers can order the events of several nodes.
    return { type, at: new Date(nowMs()).toISOString(), node: id, ...fields };
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
