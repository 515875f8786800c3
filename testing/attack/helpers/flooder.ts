import type { RawSocket } from "../../kit/raw-socket.ts";
import { type Address, dialectOf, type Endpoint, join } from "../endpoint.ts";
import { serveTasks } from "./serve-tasks.ts";

export interface Flood {
  readonly endpoint: Endpoint;
  readonly address: Address;
  readonly seconds: number;
  /** Maximum duration until the first close of the connection, because a slow machine sends fewer messages. */
  readonly mostSeconds: number;
  readonly messagesPerSecond: number;
  /** The broadcast content, as JSON. */
  readonly content: string;
  readonly others: readonly string[];
}

export interface FloodReport {
  readonly sent: number;
  readonly cuts: number;
  /** Milliseconds from the first message to the first close of the connection. */
  readonly firstCutMs: number | undefined;
}

const tickMs = 2;

/** Limit of unsent bytes, so that the load is on the server and not on this process. */
const mostWaitingBytes = 16_000_000;

class Flooder {
  readonly #flood: Flood;
  readonly #startedMs = performance.now();
  #socket: RawSocket | undefined;
  #isComing = false;
  #sent = 0;
  #cuts = 0;
  #firstCutMs: number | undefined;
  #due = 0;

  constructor(flood: Flood) {
    this.#flood = flood;
  }

  async run(): Promise<FloodReport> {
    const { seconds, mostSeconds, messagesPerSecond } = this.#flood;
    await this.#come();
    const startedMs = performance.now();
    let lastMs = startedMs;
    const isOver = () => {
      const elapsedMs = performance.now() - startedMs;
      return elapsedMs >= (this.#cuts > 0 ? seconds : mostSeconds) * 1_000;
    };
    while (!isOver()) {
      await new Promise((resolve) => setTimeout(resolve, tickMs));
      const nowMs = performance.now();
      this.#due += ((nowMs - lastMs) * messagesPerSecond) / 1_000;
      lastMs = nowMs;
      this.#send(startedMs);
    }
    const { cuts, firstCutMs } = { cuts: this.#cuts, firstCutMs: this.#firstCutMs };
    this.#socket?.end();
    return { sent: this.#sent, cuts, firstCutMs };
  }

  /** Sends all messages that are due; none while disconnected. Missed messages are not made up for. */
  #send(startedMs: number): void {
    const count = Math.floor(this.#due);
    this.#due -= count;
    const socket = this.#socket;
    if (!socket?.isOpen) {
      if (this.#sent > 0) this.#firstCutMs ??= performance.now() - startedMs;
      void this.#come();
      return;
    }
    if (socket.waitingBytes > mostWaitingBytes) return;
    const frame = dialectOf(this.#flood.endpoint).toAll(this.#flood.content, this.#flood.others);
    for (let left = count; left > 0; left -= 1) socket.send(frame);
    this.#sent += count;
  }

  async #come(): Promise<void> {
    if (this.#isComing) return;
    this.#isComing = true;
    const { endpoint, address } = this.#flood;
    try {
      const socket = await join(endpoint, address, `flooder-${this.#startedMs}-${this.#cuts}`);
      socket.listen(() => {});
      void socket.closed.then(() => {
        this.#cuts += 1;
      });
      this.#socket = socket;
    } catch {
      // Not connected yet; the next tick tries again.
    } finally {
      this.#isComing = false;
    }
  }
}

serveTasks({ flood: (flood: Flood) => new Flooder(flood).run() });
