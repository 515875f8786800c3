import type { Report } from "../../telemetry/fact.ts";
import type { ClusterNode, ClusterNodeOptions } from "../cluster.ts";
import type { NodeDirectory } from "../node-directory.ts";
import type { ServedTopics } from "../served-topics.ts";
import type { DirectoryStore } from "../store.ts";
import { RedisBus } from "./bus.ts";
import { RedisClock } from "./clock.ts";
import { RedisConnection, type RedisError } from "./connection.ts";
import type { ConnectionProblem } from "./connection-problem.ts";
import { storeEventIn } from "./event.ts";
import { Lease, type LeaseTimes } from "./lease.ts";
import type { RedisAddress } from "./open-client.ts";
import { numberIn } from "./record.ts";
import { Restatement } from "./restatement.ts";
import { RedisStore } from "./store.ts";

/** Nodes whose keys, records or messages differ must not meet, so the format is a part of every name. */
const format = "1:";

/** The longest time for the last command of a node, in milliseconds. */
const retireMs = 1_000;

export interface RedisNodeOptions extends Pick<ClusterNodeOptions, "card" | "graceMs" | "report"> {
  readonly id: string;
  readonly directory: NodeDirectory;
  readonly served: ServedTopics;
  readonly address: RedisAddress;
  readonly times: LeaseTimes;
}

/** The parts of a node that need Redis. */
export interface RedisNodeParts
  extends Pick<ClusterNode, "epochStartedAtMs" | "isReady" | "bus" | "card" | "opened" | "close"> {
  readonly store: DirectoryStore;
  /** The time of Redis, in milliseconds since 1970. */
  nowMs(): number;
  /** Stops the node as if its process had died. */
  kill(): void;
  /** Waits until Redis has done all earlier commands of the node. */
  ping(): Promise<void>;
  /** Sends a sign of life now. */
  beat(): Promise<boolean>;
}

/** Connects a node to Redis. */
export function startRedisNode(options: RedisNodeOptions): RedisNodeParts {
  const { id, directory, served, address, times, graceMs, report } = options;
  const contact = new Contact(report, times.leaseMs);
  const clock = new RedisClock();
  const connection: RedisConnection = new RedisConnection({
    ...address,
    prefix: `${address.prefix}${format}`,
    node: id,
    leaseMs: times.leaseMs,
    received: (text) => receive(text),
    opened: () => {
      resuming = lease.resume();
    },
    isWaiting: () => lease.isWaiting,
    resumed: () => void lease.resume(),
    interrupted: (problem) => contact.lost(problem),
  });
  const failed = (error: unknown) => report({ type: "request.failed", error });
  const refused = atMostOnceASecond((reason: "invalid" | "late") =>
    report({ type: "cluster.refused", reason }),
  );
  const store: RedisStore = new RedisStore({
    node: id,
    connection,
    clock,
    graceMs,
    lease: () => lease.known,
    epochEnded: () => void lease.beat(),
    broken,
  });
  const bus = new RedisBus({ node: id, connection, clock, served, refused, report });
  const restatement = new Restatement(directory, store);
  const lease: Lease = new Lease({
    connection,
    clock,
    directory,
    restatement,
    graceMs,
    times,
    report,
    url: options.card.url,
    node: id,
    broken,
    renewed: () => contact.found(),
  });
  let resuming = Promise.resolve();

  function broken(error: RedisError, keys: readonly string[] = []): void {
    failed(error);
    lease.repair(keys);
  }

  function receive(text: string): void {
    if (text.startsWith("f\r")) bus.receiveFrame(text);
    else if (text.startsWith("b\r")) lease.receive(numberIn(text.slice(2)));
    else if (text.startsWith("c\r")) lease.receiveCard(text.slice(2));
    else if (text.startsWith("r\r")) lease.giveUp(text.slice(2));
    else receiveEvent(text);
  }

  function receiveEvent(text: string): void {
    const event = storeEventIn(text, clock);
    if (event) directory.receive(event);
    else refused("invalid");
  }

  const stop = () => {
    lease.stop();
    bus.close();
  };
  const opened = connection.start().then(() => resuming);
  // The caller may look at it later.
  opened.catch(() => {});
  lease.start();
  return {
    store,
    get epochStartedAtMs() {
      return lease.epochStartedAtMs;
    },
    nowMs: () => clock.nowMs ?? Date.now(),
    bus,
    card: (node) => lease.card(node),
    get isReady() {
      return contact.isRecent;
    },
    opened,
    ping: () => connection.ping(),
    beat: () => lease.beat(),
    async close() {
      stop();
      await inTime(lease.retire().catch(() => {}));
      connection.close();
    },
    kill() {
      stop();
      connection.close();
    },
  };
}

/** Whether the node has contact to Redis, and the facts about it. */
class Contact {
  readonly #report: Report;
  readonly #leaseMs: number;
  #hasContact = false;
  #lostAtMs: number | undefined;

  constructor(report: Report, leaseMs: number) {
    this.#report = report;
    this.#leaseMs = leaseMs;
  }

  /** The node has contact, or lost it less than the time of a lease ago. */
  get isRecent(): boolean {
    if (this.#hasContact) return true;
    return this.#lostAtMs !== undefined && performance.now() - this.#lostAtMs < this.#leaseMs;
  }

  found(): void {
    if (this.#hasContact) return;
    this.#hasContact = true;
    const seconds =
      this.#lostAtMs === undefined ? undefined : (performance.now() - this.#lostAtMs) / 1_000;
    this.#report({ type: "cluster.connected", seconds });
  }

  lost({ message }: ConnectionProblem): void {
    if (!this.#hasContact && this.#lostAtMs !== undefined) return;
    this.#report({ type: "cluster.apart", reason: message });
    if (this.#hasContact) this.#lostAtMs = performance.now();
    else this.#lostAtMs = Number.NEGATIVE_INFINITY;
    this.#hasContact = false;
  }
}

/** A hung Redis can cause very many facts of one kind. */
function atMostOnceASecond<Value>(work: (value: Value) => void): (value: Value) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (value) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < 1_000) return;
    lastMs = nowMs;
    work(value);
  };
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, retireMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
