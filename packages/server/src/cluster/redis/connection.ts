import { unavailable } from "../unavailable.ts";
import { AwakeTime } from "./awake-time.ts";
import { type ConnectionProblem, isLasting } from "./connection-problem.ts";
import { type OpenClient, openClient, type RedisAddress } from "./open-client.ts";
import { type ScriptName, scripts } from "./scripts/scripts.ts";
import { type Unanswered, UnansweredCommands } from "./unanswered.ts";

/** Without a response for this time Redis counts as hung, and nothing more is sent to it, in milliseconds. */
const hungMs = 1_000;

/** The time limit of one command, in milliseconds. */
const commandMs = 1_500;

/** The maximum size of unanswered commands, in bytes. */
const mostUnansweredBytes = 8 * 1_024 * 1_024;

/** The interval at which the age of commands is checked while something is awaited, in milliseconds. */
const checkMs = 100;

const retry = { firstMs: 50, longestMs: 1_000 };

/** The lease that a node knows. */
export interface KnownLease {
  /** The memory of Redis to which the lease belongs; `-`: any. */
  readonly epoch: string;
  /** Another number after the node was given up. */
  readonly number: string;
}

/** For commands that need no lease. */
export const anyLease: KnownLease = { epoch: "-", number: "" };

export interface RedisConnectionOptions extends RedisAddress {
  readonly node: string;
  readonly leaseMs: number;
  /** Receives the texts of the node's channel, in the order in which Redis sent them, also before responses behind them. */
  readonly received: (text: string) => void;
  /** Commands can be sent from now on. */
  readonly opened: () => void;
  /** The way to Redis is lost or hung. */
  readonly interrupted: (problem: ConnectionProblem) => void;
  /** The node waits for its own message, so awake time must pass. */
  readonly isWaiting: () => boolean;
  /** Redis answers again after it had hung. */
  readonly resumed: () => void;
}

/**
 * The one connection of a node to Redis, for commands and the node's channel. The node reads everything in the order in
 * which Redis did it. Nothing is queued: without an answering Redis every command is rejected at once.
 */
export class RedisConnection {
  /** Is called before each script, so that earlier messages are sent first. */
  beforeScript: () => void = () => {};
  readonly #options: RedisConnectionOptions;
  readonly #unanswered = new UnansweredCommands();
  readonly #awakeTime = new AwakeTime(2 * checkMs);
  #client: OpenClient | undefined;
  #isOpen = false;
  #isHung = false;
  #isClosed = false;
  #attempts = 0;
  #retryTimer: NodeJS.Timeout | undefined;
  #checkTimer: NodeJS.Timeout | undefined;

  constructor(options: RedisConnectionOptions) {
    this.#options = options;
  }

  /** Nothing can be sent. */
  get isApart(): boolean {
    return !this.#isOpen || this.#isHung || this.#unanswered.bytes > mostUnansweredBytes;
  }

  /**
   * A time in milliseconds, without the stalls of this process, which are no silence of Redis. It passes only while something
   * is awaited, because a timer of 100 ms took an idle server more than half of its CPU time.
   */
  get awakeMs(): number {
    return this.#awakeTime.nowMs;
  }

  /** Connects, and again after every loss. Resolves after the first attempt; rejects if no later attempt can succeed. */
  async start(): Promise<void> {
    const problem = await this.#connect();
    if (!problem) return;
    if (!isLasting(problem)) return this.#lose(problem);
    this.close();
    throw problem;
  }

  /** Runs a script for a node that knows this lease. Resolves with the texts and numbers of its answer. */
  async run(
    name: ScriptName,
    { epoch, number }: KnownLease,
    parameters: readonly (string | number)[],
  ): Promise<readonly string[]> {
    this.beforeScript();
    const { prefix, leaseMs, node } = this.#options;
    const head = [scripts[name].hash, 1, prefix, epoch, leaseMs, node, number];
    const answer = await this.#send("EVALSHA", [...head, ...parameters]);
    if (!Array.isArray(answer)) throw unavailable("Redis");
    return answer.map(String);
  }

  /** Publishes a text to the channel of a node. Resolves with the number of receivers. */
  async publish(node: string, text: string): Promise<number> {
    return Number(await this.#send("PUBLISH", [this.#channelOf(node), text]));
  }

  /** Reads the clock of Redis, in milliseconds since 1970. */
  async timeMs(): Promise<number> {
    const answer = await this.#send("TIME", []);
    const [seconds, microseconds] = Array.isArray(answer) ? answer : [];
    return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
  }

  /** Waits until Redis has answered all earlier commands. */
  async ping(): Promise<void> {
    this.beforeScript();
    await this.#send("PING", []);
  }

  /** Ends the present connection, so that another one is opened. */
  drop(problem: ConnectionProblem): void {
    // Without one, another attempt is under way already.
    if (this.#isOpen) this.#lose(problem);
  }

  close(): void {
    this.#isClosed = true;
    this.#isOpen = false;
    this.#unwatch();
    clearTimeout(this.#retryTimer);
    this.#unanswered.clear();
    this.#client?.end();
    this.#client = undefined;
  }

  /** Sends all commands of this turn of the event loop now; otherwise that happens at its end. */
  flush(): void {
    this.#client?.flush();
  }

  #channelOf(node: string): string {
    return `${this.#options.prefix}to:${node}`;
  }

  async #connect(): Promise<ConnectionProblem | undefined> {
    const { node, received, opened } = this.#options;
    try {
      const client = await openClient(this.#options, {
        channel: this.#channelOf(node),
        received,
        ended: (problem) => {
          if (this.#client === client) this.#lose(problem);
        },
      });
      if (this.#isClosed) {
        client.end();
        return undefined;
      }
      this.#client = client;
      this.#isOpen = true;
      this.#attempts = 0;
      opened();
      return undefined;
    } catch (error) {
      return error as ConnectionProblem;
    }
  }

  #lose(problem: ConnectionProblem): void {
    if (this.#isClosed) return;
    const client = this.#client;
    this.#client = undefined;
    this.#isOpen = false;
    this.#isHung = false;
    client?.end();
    this.#unanswered.clear();
    clearTimeout(this.#retryTimer);
    const delayMs = Math.min(retry.longestMs, retry.firstMs * 2 ** this.#attempts);
    this.#attempts += 1;
    const connect = async () => {
      const another = await this.#connect();
      if (another) this.#lose(another);
    };
    this.#retryTimer = setTimeout(
      () => void connect(),
      delayMs * (0.5 + Math.random() / 2),
    ).unref();
    this.#options.interrupted(problem);
  }

  /** Lets awake time pass, and checks the age of commands, until nothing is awaited. */
  #watch(): void {
    if (this.#checkTimer) return;
    this.#awakeTime.step();
    // After the event loop had stalled, the responses are read first.
    const check = () =>
      setImmediate(() => {
        this.#awakeTime.step();
        this.#check();
        if (this.#unanswered.isEmpty && !this.#options.isWaiting()) this.#unwatch();
      });
    this.#checkTimer = setInterval(check, checkMs).unref();
  }

  #unwatch(): void {
    clearInterval(this.#checkTimer);
    this.#checkTimer = undefined;
  }

  #check(): void {
    if (!this.#isOpen) return;
    const nowMs = this.awakeMs;
    this.#unanswered.giveUpBefore(nowMs - commandMs);
    const isHung = this.#unanswered.ageMs(nowMs) > hungMs;
    if (isHung === this.#isHung) return;
    this.#isHung = isHung;
    if (isHung) this.#options.interrupted(new Error("Redis does not respond"));
    else this.#options.resumed();
  }

  #send(name: string, parameters: readonly (string | number)[]): Promise<unknown> {
    const client = this.#client;
    if (!client || this.isApart) return Promise.reject(unavailable("Redis"));
    this.#watch();
    return new Promise((resolve, reject) => {
      const command: Unanswered = {
        sentAtMs: this.awakeMs,
        bytes: bytesOf(parameters),
        giveUp: () => reject(unavailable("Redis")),
        isGivenUp: false,
      };
      const number = this.#unanswered.add(command);
      const answered = () => {
        this.#unanswered.delete(number);
        if (this.#isHung) this.#check();
      };
      client.call(name, parameters).then(
        (answer) => {
          answered();
          resolve(answer);
        },
        (error: unknown) => {
          answered();
          reject(this.#refusalOf(error));
        },
      );
    });
  }

  /** A Redis without the scripts, or that became a replica, needs another connection. */
  #refusalOf(error: unknown): Error {
    const problem = error instanceof Error ? error : new Error(String(error));
    if (/^(NOSCRIPT|READONLY|LOADING|MASTERDOWN)/.test(problem.message)) this.drop(problem);
    const isConnectionLost = problem.name !== "ReplyError";
    if (isConnectionLost || !this.#isOpen) return unavailable("Redis");
    return new RedisError(problem.message);
  }
}

/** Redis refused a command. */
export class RedisError extends Error {
  override readonly name = "RedisError";
}

function bytesOf(parameters: readonly (string | number)[]): number {
  let bytes = 64;
  for (const one of parameters) bytes += typeof one === "string" ? one.length : 8;
  return bytes;
}
