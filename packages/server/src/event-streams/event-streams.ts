import { randomUUID } from "node:crypto";
import type { Topic } from "../cluster/bus.ts";
import type { ClusterNode } from "../cluster/cluster.ts";
import { otherNodes, tellOthers } from "../cluster/other-nodes.ts";
import { EventQueue } from "./event-queue.ts";
import type { EventSource } from "./event-source.ts";
import { RemoteReader } from "./remote-reader.ts";
import type { StreamEvent } from "./stream-event.ts";

/** Interval at which a node tells the others again that it has a reader, in milliseconds, because nodes start and fail. */
const renewMs = 2_000;

/** The time after which a node forgets the reader of another node that does not renew it, in milliseconds. */
const leaseMs = 3 * renewMs;

/** The maximum number of readers of one node. Each can occupy the memory of a full queue. */
const mostReaders = 20;

export interface EventFilter {
  /** Absent: the events of all rooms, without those of single messages. */
  readonly room?: string | undefined;
}

/** A reader of this node. */
export interface EventReader {
  /** Resolves with the next events; with none after the end. */
  next(): Promise<readonly StreamEvent[]>;
  /** Ends the stream with a last event. */
  end(): void;
  /** Forgets the reader. */
  close(): void;
}

interface Watch extends EventFilter {
  readonly reader: string;
}

interface Batch {
  readonly reader: string;
  readonly events: readonly StreamEvent[];
}

interface Lease {
  readonly receiver: RemoteReader;
  readonly timer: NodeJS.Timeout;
}

const watchTopic: Topic<Watch, null> = { name: "watch-events" };
const unwatchTopic: Topic<string, null> = { name: "unwatch-events" };
const batchTopic: Topic<Batch, null> = { name: "events" };

type Node = Pick<ClusterNode, "id" | "bus" | "directory" | "nowMs">;

/** Streams of the events of all nodes, for administrators. */
export class EventStreams {
  readonly #source: EventSource;
  readonly #node: Node;
  /** The readers of this node, by their ids. */
  readonly #here = new Map<string, EventQueue>();
  /** The readers of other nodes, by their ids. */
  readonly #elsewhere = new Map<string, Lease>();

  constructor(source: EventSource, node: Node) {
    this.#source = source;
    this.#node = node;
    source.node = node;
    node.bus.serve(watchTopic, ({ question, from }) => this.#watch(question, from));
    node.bus.serve(unwatchTopic, ({ question: reader }) => this.#forget(reader));
    node.bus.serve(batchTopic, ({ question: { reader, events } }) => {
      for (const event of events) this.#here.get(reader)?.put(event);
      return null;
    });
  }

  /** Whether the node has so many readers that it accepts no other. */
  get isFull(): boolean {
    return this.#here.size >= mostReaders;
  }

  /** Returns a reader. After the event `stream.opened`, it receives the events of all nodes that respond. */
  open(filter: EventFilter): EventReader {
    const reader = randomUUID();
    const watch: Watch = { reader, ...filter };
    const queue = this.#newQueue();
    const receiver = { room: filter.room, put: (event: StreamEvent) => queue.put(event) };
    this.#here.set(reader, queue);
    this.#source.add(receiver);
    void this.#askOthers(watch).then((nodes) =>
      queue.put(this.#source.eventOf("stream.opened", { nodes })),
    );
    const renewal = setInterval(() => tellOthers(this.#node, watchTopic, watch), renewMs).unref();
    const close = () => {
      if (!this.#here.delete(reader)) return;
      clearInterval(renewal);
      this.#source.delete(receiver);
      queue.close();
      tellOthers(this.#node, unwatchTopic, reader);
    };
    return {
      next: () => queue.next(),
      end: () => {
        queue.put(this.#source.eventOf("stream.ended", {}));
        close();
      },
      close,
    };
  }

  /** Passes the events of this node to a reader of another node, until it is renewed no more. */
  #watch({ reader, room }: Watch, from: string): null {
    const known = this.#elsewhere.get(reader);
    clearTimeout(known?.timer);
    const receiver = known?.receiver ?? this.#newRemoteReader({ reader, room }, from);
    const timer = setTimeout(() => this.#forget(reader), leaseMs).unref();
    this.#elsewhere.set(reader, { receiver, timer });
    return null;
  }

  #newRemoteReader({ reader, room }: Watch, from: string): RemoteReader {
    const receiver = new RemoteReader({
      // JSON has no `undefined`.
      room: room ?? undefined,
      dropped: (events) => this.#source.eventOf("events.dropped", { events }),
      send: (events) => this.#node.bus.tell(from, batchTopic, { reader, events }),
    });
    this.#source.add(receiver);
    return receiver;
  }

  #forget(reader: string): null {
    const { receiver, timer } = this.#elsewhere.get(reader) ?? {};
    clearTimeout(timer);
    this.#elsewhere.delete(reader);
    receiver?.close();
    if (receiver) this.#source.delete(receiver);
    return null;
  }

  #newQueue(): EventQueue {
    return new EventQueue((events) => this.#source.eventOf("events.dropped", { events }));
  }

  /** Resolves with the number of nodes whose events the reader receives. Nodes that do not respond are asked again later. */
  async #askOthers(watch: Watch): Promise<number> {
    const { bus } = this.#node;
    const others = await otherNodes(this.#node).catch(() => []);
    const answers = await Promise.allSettled(
      others.map((node) => bus.ask(node, watchTopic, watch)),
    );
    return 1 + answers.filter(({ status }) => status === "fulfilled").length;
  }
}
