import { setTimeout } from "node:timers/promises";
import type { CapacityClient, ClientKind } from "./client.ts";

/** Number of clients that connect or leave at the same time. */
const atOnce = 50;

/** Interval at which messages are sent, in milliseconds. Users do not send at the same time, so it is short. */
const tickMs = 2;

interface Member {
  readonly client: CapacityClient;
  /** Another peer of the same room. */
  readonly neighbor: string;
}

/** Many clients of one kind, in rooms of the same size. */
export class Fleet {
  readonly #kind: ClientKind;
  readonly #url: string;
  readonly #peersPerRoom: number;
  readonly #members: Member[] = [];
  #next = 0;

  constructor(kind: ClientKind, url: string, peersPerRoom: number) {
    this.#kind = kind;
    this.#url = url;
    this.#peersPerRoom = peersPerRoom;
  }

  /** Connects clients, some of them at a time. */
  async connect(count: number): Promise<void> {
    const end = this.#members.length + count;
    while (this.#members.length < end) {
      const from = this.#members.length;
      const numbers = Array.from({ length: Math.min(atOnce, end - from) }, (_, n) => from + n);
      this.#members.push(...(await Promise.all(numbers.map((number) => this.#member(number)))));
    }
  }

  async #member(number: number): Promise<Member> {
    const room = Math.floor(number / this.#peersPerRoom);
    const neighbor = number % this.#peersPerRoom === 0 ? number + 1 : number - 1;
    const client = await this.#kind.connect(this.#url, `peer ${number}`, `room ${room}`);
    return { client, neighbor: `peer ${neighbor}` };
  }

  /**
   * Sends messages at a rate for a time, each from another client. Resolves with their number when all of them, and all of their
   * acknowledgements, have arrived.
   */
  async talk(perSecond: number, seconds: number): Promise<number> {
    const earlier = this.#counts();
    const startMs = performance.now();
    let sent = 0;
    for (;;) {
      const elapsed = Math.min((performance.now() - startMs) / 1_000, seconds);
      for (const due = Math.floor(elapsed * perSecond); sent < due; sent += 1) this.#sendNext();
      if (elapsed >= seconds) break;
      await setTimeout(tickMs);
    }
    for (;;) {
      const { replies, messages } = this.#counts();
      if (replies - earlier.replies >= sent && messages - earlier.messages >= sent) return sent;
      await setTimeout(tickMs);
    }
  }

  #sendNext(): void {
    const { client, neighbor } = this.#members[this.#next % this.#members.length] as Member;
    this.#next += 1;
    client.send(neighbor);
  }

  #counts(): CapacityClient["counts"] {
    const sum = { replies: 0, messages: 0 };
    for (const { client } of this.#members) {
      sum.replies += client.counts.replies;
      sum.messages += client.counts.messages;
    }
    return sum;
  }

  /** Makes all clients leave, some of them at a time. */
  async leave(): Promise<void> {
    const members = this.#members.splice(0);
    for (let from = 0; from < members.length; from += atOnce) {
      const some = members.slice(from, from + atOnce);
      await Promise.all(some.map(({ client }) => client.leave()));
    }
  }
}
