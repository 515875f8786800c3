import type { RawSocket } from "../../kit/raw-socket.ts";
import { dialectOf, type Endpoint, join } from "../endpoint.ts";
import { serveTasks } from "./serve-tasks.ts";

/** The measurements of two healthy peers over a period. */
export interface CanaryReport {
  readonly sent: number;
  readonly lost: number;
  readonly reconnections: number;
  /** Round-trip times, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface CanaryOrder {
  readonly endpoint: Endpoint;
  /** Secret markers that every message carries. */
  readonly secrets: { readonly sdp: string; readonly candidate: string };
}

/** Half of the rate limit of one socket, so that no message is refused for its rate. */
const intervalMs = 10;

const address = "127.0.0.1";

/** Time after the end until a missing reply counts as lost. */
const settleMs = 10_000;

/** Ada sends, and Bob returns each message. Each reconnects if its connection closes. */
class Pair {
  readonly #order: CanaryOrder;
  readonly #sockets = new Map<string, RawSocket>();
  #waiting = new Map<number, number>();
  #roundTrips: number[] = [];
  #next = 0;
  #first = 0;
  #reconnections = 0;
  #lost = 0;
  #isAsking = false;
  #timer: NodeJS.Timeout | undefined;
  #hasEnded = false;

  constructor(order: CanaryOrder) {
    this.#order = order;
  }

  async start(): Promise<void> {
    await this.#enter("bob", (frame) => this.#say("bob", "ada", frame));
    await this.#enter("ada", (frame) => this.#takeBack(frame));
    this.#isAsking = true;
    this.#timer = setInterval(() => {
      if (this.#isAsking) this.#ask();
    }, intervalMs);
  }

  /** Disconnects both. */
  end(): void {
    this.#hasEnded = true;
    clearInterval(this.#timer);
    for (const socket of this.#sockets.values()) socket.end();
  }

  /** Starts to count. */
  watch(): void {
    this.#isAsking = true;
    this.#first = this.#next;
    this.#roundTrips = [];
    this.#reconnections = 0;
    this.#lost = 0;
  }

  async report(): Promise<CanaryReport> {
    this.#isAsking = false;
    const until = performance.now() + settleMs;
    while (this.#isWaited && performance.now() < until) await pause(20);
    this.#lost += [...this.#waiting.keys()].filter((number) => number >= this.#first).length;
    this.#waiting = new Map();
    const sorted = this.#roundTrips.toSorted((one, other) => one - other);
    const quantile = (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    return {
      sent: this.#next - this.#first,
      lost: this.#lost,
      reconnections: this.#reconnections,
      p50: quantile(0.5),
      p99: quantile(0.99),
    };
  }

  get #isWaited(): boolean {
    return [...this.#waiting.keys()].some((number) => number >= this.#first);
  }

  async #enter(peerId: string, receive: (frame: string) => void): Promise<void> {
    const socket = await join(this.#order.endpoint, address, peerId);
    socket.listen((frame) => {
      if (frame.includes('"canary":')) receive(frame);
    });
    if (this.#hasEnded) return socket.end();
    this.#sockets.set(peerId, socket);
    void socket.closed.then(() => this.#comeAgain(peerId, receive));
  }

  async #comeAgain(peerId: string, receive: (frame: string) => void): Promise<void> {
    this.#reconnections += 1;
    while (!this.#hasEnded) {
      try {
        return await this.#enter(peerId, receive);
      } catch {
        await pause(250);
      }
    }
  }

  #ask(): void {
    const { secrets } = this.#order;
    this.#waiting.set(this.#next, performance.now());
    this.#send("ada", "bob", JSON.stringify({ canary: this.#next, ...secrets }));
    this.#next += 1;
  }

  /** Returns the content unchanged. */
  #say(from: string, target: string, frame: string): void {
    const received = dialectOf(this.#order.endpoint).read(frame);
    if (received) this.#send(from, target, received.content);
  }

  #send(from: string, target: string, content: string): void {
    const socket = this.#sockets.get(from);
    if (socket?.isOpen) socket.send(dialectOf(this.#order.endpoint).toOne(target, content));
  }

  #takeBack(frame: string): void {
    const number = Number(/"canary":(\d+)/.exec(frame)?.[1]);
    const sentAt = this.#waiting.get(number);
    if (sentAt === undefined) return;
    this.#waiting.delete(number);
    if (number >= this.#first) this.#roundTrips.push(performance.now() - sentAt);
  }
}

/** Returns the milliseconds until a new peer is ready. The peer then leaves. */
async function newcomer(endpoint: Endpoint): Promise<number> {
  const startedMs = performance.now();
  const socket = await join(endpoint, address, `newcomer-${startedMs}`);
  const tookMs = performance.now() - startedMs;
  socket.end();
  return tookMs;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

let pair: Pair | undefined;

serveTasks({
  start: (order: CanaryOrder) => {
    pair = new Pair(order);
    return pair.start();
  },
  stop: () => pair?.end(),
  watch: () => pair?.watch(),
  report: () => pair?.report(),
  newcomer,
});
