import type { Report } from "../../telemetry/fact.ts";
import type { NodeCard } from "../cluster.ts";
import type { NodeDirectory } from "../node-directory.ts";
import type { RedisClock } from "./clock.ts";
import { anyLease, type KnownLease, type RedisConnection, RedisError } from "./connection.ts";
import { NodeCards } from "./node-cards.ts";
import { numberIn } from "./record.ts";
import type { Restatement } from "./restatement.ts";

/** The number of additional readings of Redis's clock after a connection was opened. */
const clockSamples = 4;

export interface LeaseTimes {
  /** The interval of the signs of life, in milliseconds. */
  readonly beatMs: number;
  /** The time without a sign of life after which a node is given up, in milliseconds. */
  readonly leaseMs: number;
  /** The interval of the comparison of this node's rooms with Redis, in milliseconds. */
  readonly compareMs: number;
}

export interface LeaseOptions {
  readonly node: string;
  readonly connection: RedisConnection;
  readonly clock: RedisClock;
  readonly directory: NodeDirectory;
  readonly restatement: Restatement;
  readonly graceMs: number;
  readonly times: LeaseTimes;
  readonly report: Report;
  /** The URL at which other nodes reach this node. */
  readonly url: string | undefined;
  /** Redis refused to renew the lease. */
  readonly broken: (error: RedisError) => void;
  /** Redis has renewed the lease. */
  readonly renewed: () => void;
}

/** The lease of this node in Redis: it renews its own and gives up nodes whose lease has ended. */
export class Lease {
  readonly #options: LeaseOptions;
  #known: KnownLease | undefined;
  #timer: NodeJS.Timeout | undefined;
  #beats = 0;
  readonly #cards = new NodeCards();
  /**
   * Since then this node has waited for its own signs of life, in awake time: the time of the oldest sign of life that was
   * sent and not received.
   */
  #silentSinceMs: number | undefined;
  #beatenAtMs = Number.NEGATIVE_INFINITY;
  /** Since then Redis has answered every beat in time. */
  #steadySinceMs = Number.POSITIVE_INFINITY;
  #comparedAtMs = performance.now();
  #work: Promise<void> = Promise.resolve();
  readonly #givingUp = new Set<string>();
  #isBeating = false;
  #mustRestate = false;
  #isRepairing = false;
  #isClosed = false;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** The lease that this node knows: one of another epoch after Redis has lost everything. */
  get known(): KnownLease | undefined {
    return this.#known;
  }

  /** The beginning of the epoch, in milliseconds since 1970. */
  get epochStartedAtMs(): number | undefined {
    const startedAtUs = numberIn(this.#known?.epoch.split(":")[0]);
    return startedAtUs === undefined
      ? undefined
      : this.#options.clock.toLocalMs(startedAtUs / 1_000);
  }

  /** Returns the card of another node. */
  card(node: string): NodeCard | undefined {
    return this.#cards.get(node);
  }

  /** Receives the card of a node that has just started. */
  receiveCard(text: string): void {
    this.#cards.receive(text);
  }

  /** The node waits for one of its own signs of life. */
  get isWaiting(): boolean {
    return this.#silentSinceMs !== undefined;
  }

  start(): void {
    const { beatMs } = this.#options.times;
    // After a stall of this process, the signs of life that arrived meanwhile are read first.
    const tick = () => setImmediate(() => void this.#tick());
    this.#timer = setInterval(tick, beatMs).unref();
  }

  /** There is contact to Redis, for the first time or again. */
  async resume(): Promise<void> {
    this.#silentSinceMs = undefined;
    this.#steadySinceMs = Number.POSITIVE_INFINITY;
    this.#mustRestate = true;
    this.#options.clock.forget();
    await this.beat();
    for (let sample = 0; sample < clockSamples; sample += 1) await this.#readClock();
  }

  async #readClock(): Promise<void> {
    const { connection, clock } = this.#options;
    const sentAtMs = performance.now();
    const redisMs = await connection.timeMs().catch(() => undefined);
    if (redisMs !== undefined) clock.learn(redisMs, sentAtMs);
  }

  /** Renews the lease. Resolves with `false` if Redis did not respond. */
  async beat(): Promise<boolean> {
    if (this.#isBeating || this.#isClosed) return false;
    this.#isBeating = true;
    try {
      await this.#beat();
      return true;
    } catch (error) {
      if (error instanceof RedisError) this.#options.broken(error);
      return false;
    } finally {
      this.#isBeating = false;
    }
  }

  /** Deletes keys that others have written, and restates what they contained. */
  repair(keys: readonly string[]): void {
    if (this.#isRepairing) return;
    this.#isRepairing = true;
    this.#enqueue(async () => {
      this.#isRepairing = false;
      await this.#repair(keys);
    });
  }

  async #repair(keys: readonly string[]): Promise<void> {
    const { connection, restatement, node } = this.#options;
    const fixed = [
      "nodes",
      "cards",
      "leases",
      "rooms",
      "restated",
      "process",
      "epoch",
      "gate",
      `in:${node}`,
    ];
    const all = [...fixed, ...keys, ...restatement.keys()];
    const [, deleted] = await connection.run("repair", anyLease, all);
    if (deleted === "0") return;
    this.#mustRestate = true;
    await this.beat();
  }

  /** The node has received its own sign of life with this number through its channel. */
  receive(number: number | undefined): void {
    if (number === undefined) return;
    // A later one was sent since then.
    this.#silentSinceMs = number < this.#beats ? this.#options.connection.awakeMs : undefined;
  }

  /** Gives up a node that has ended its lease itself, or whose lease has ended. */
  giveUp(node: string): void {
    if (this.#isClosed || this.#givingUp.has(node)) return;
    this.#givingUp.add(node);
    this.#enqueue(async () => {
      try {
        await this.#giveUp(node);
      } finally {
        this.#givingUp.delete(node);
      }
    });
  }

  /** Ends the lease, so that others take over. */
  async retire(): Promise<void> {
    this.stop();
    await this.#options.connection.run("retire", this.#known ?? anyLease, []);
  }

  stop(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  async #tick(): Promise<void> {
    const { connection, times } = this.#options;
    const { awakeMs } = connection;
    if (awakeMs - (this.#silentSinceMs ?? awakeMs) > times.leaseMs) {
      this.#silentSinceMs = undefined;
      connection.drop(new Error("the node does not receive its own messages from Redis"));
    }
    if (!(await this.beat())) return;
    if (performance.now() - this.#comparedAtMs < times.compareMs) return;
    this.#comparedAtMs = performance.now();
    this.#enqueue(() => this.#options.restatement.compare());
  }

  async #beat(): Promise<void> {
    const { connection, clock, times } = this.#options;
    // A shorter gap between two signs of life, for example because Redis hung, cannot have ended the lease of another node.
    const gapMs = times.leaseMs - times.beatMs;
    const sentAtMs = performance.now();
    // Redis compares this with the time since the last sign of life, which a stall of this process prolongs.
    const longestGapMs = sentAtMs - this.#steadySinceMs > times.leaseMs ? gapMs : 0;
    this.#beats += 1;
    this.#silentSinceMs ??= connection.awakeMs;
    const known = this.#known?.epoch ?? "";
    const parameters = [this.#beats, known, longestGapMs, this.#options.url ?? ""];
    this.#cards.requestList();
    const answer = await connection.run("beat", anyLease, parameters);
    const [, epoch = "", redisUs, number = "", cards = "", ...dead] = answer;
    clock.learn(Number(redisUs) / 1_000, sentAtMs);
    const nowMs = performance.now();
    if (nowMs - this.#beatenAtMs > gapMs) this.#steadySinceMs = nowMs;
    this.#beatenAtMs = nowMs;
    this.#options.report({ type: "cluster.beat", seconds: (nowMs - sentAtMs) / 1_000 });
    this.#learn({ epoch, number });
    this.#cards.receiveList(cards);
    this.#options.renewed();
    for (const node of dead) this.giveUp(node);
    if (this.#options.directory.isKeepingAbsent) {
      this.#enqueue(() => this.#options.restatement.findRestated());
    }
  }

  #learn(lease: KnownLease): void {
    const { directory, graceMs, report } = this.#options;
    const before = this.#known ?? lease;
    const isEmptied = before.epoch !== lease.epoch;
    const isGivenUp = before.number !== lease.number;
    this.#known = lease;
    if (isEmptied) {
      report({ type: "cluster.emptied" });
      directory.keepAbsent(graceMs);
    } else if (isGivenUp) report({ type: "cluster.given-up" });
    if (isEmptied || isGivenUp || this.#mustRestate) {
      this.#enqueue(() => this.#options.restatement.restateAll({ isEmptied }));
    }
    this.#mustRestate = false;
  }

  async #giveUp(node: string): Promise<void> {
    const { connection, graceMs, report } = this.#options;
    let sessions = 0;
    let peers = 0;
    for (let rooms = 1; rooms > 0; ) {
      const parameters = [node, graceMs];
      const [type, left, adopted, gone] = await connection.run(
        "giveUp",
        this.#known ?? anyLease,
        parameters,
      );
      if (type !== "adopted") return;
      rooms = Number(left);
      sessions += Number(adopted);
      peers += Number(gone);
    }
    report({ type: "cluster.adopted", node, sessions, peers });
  }

  /** One work after the other: while a node is given up, this node's rooms are not compared. */
  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#isClosed) return;
      // Redis did not respond: the next contact begins again.
      await work().catch(() => {});
    });
  }
}
