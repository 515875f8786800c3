import fc from "fast-check";
import type {
  Envelope,
  PresenceBatch,
  ReadyValue,
  Reply,
  Roster,
} from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import { startServer } from "./start-server.ts";
import { StockClient } from "./stock-client.ts";

type Step =
  | { readonly what: "join"; readonly hasSession: boolean }
  | { readonly what: "leave" | "look"; readonly client: number }
  | { readonly what: "breathe" };

/** `client` counts back from the last one that joined: most peers leave within the tick of 50 ms in which they joined. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant("join"), hasSession: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constantFrom("leave", "look"), client: fc.nat({ max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("breathe") }) },
);

const seed = 20_261_129;
const courses = fc.sample(fc.array(step, { minLength: 40, maxLength: 40 }), { seed, numRuns: 25 });

/** A client that tracks the roster by the rules of the protocol. */
class Observer {
  readonly client: StockClient;
  readonly peerId: string;
  /** By session id, and by peer id for a stock client. */
  readonly #known = new Map<string, string>();
  readonly #hasSession: boolean;
  #revision = Number.POSITIVE_INFINITY;

  constructor(url: string, peerId: string, hasSession: boolean) {
    this.client = new StockClient(url);
    this.peerId = peerId;
    this.#hasSession = hasSession;
    const { socket } = this.client;
    if (hasSession) socket.on("presence", (batch: PresenceBatch) => this.#apply(batch));
    else socket.on("message", (envelope: Envelope) => this.#receive(envelope));
  }

  get known(): readonly string[] {
    return [...this.#known.values()].filter((peerId) => peerId !== this.peerId).sort();
  }

  join(): void {
    const { socket } = this.client;
    if (!this.#hasSession) socket.emit("ready", this.peerId);
    else {
      socket.emit("ready", this.peerId, { session: true }, (reply: Reply<ReadyValue>) => {
        const { revision, peers } = acceptedValue(reply);
        this.#replace({ revision: revision as number, peers });
      });
    }
  }

  look(): void {
    if (!this.#hasSession) return;
    this.client.socket.emit("presence", (reply: Reply<Roster>) =>
      this.#replace(acceptedValue(reply)),
    );
  }

  #replace({ revision, peers }: Roster): void {
    this.#revision = revision;
    this.#known.clear();
    for (const { sessionId = "", peerId } of peers) this.#known.set(sessionId, peerId);
  }

  #apply({ revision, joined, left }: PresenceBatch): void {
    if (revision <= this.#revision) return;
    this.#revision = revision;
    for (const { sessionId } of left) this.#known.delete(sessionId);
    for (const { sessionId, peerId } of joined) this.#known.set(sessionId, peerId);
  }

  #receive(envelope: Envelope): void {
    if ("connections" in envelope) {
      for (const peerId of Object.keys(envelope.connections)) this.#known.set(peerId, peerId);
    } else if ("action" in envelope && envelope.action === "open") {
      this.#known.set(envelope.from, envelope.from);
    } else if ("action" in envelope) this.#known.delete(envelope.from);
  }
}

function acceptedValue<Value>(reply: Reply<Value>): Value {
  if (!reply.ok) throw new Error(reply.reason);
  return reply.value;
}

/** The observers of one room, in the order they joined. */
class Observers {
  readonly #url: string;
  readonly #present: Observer[] = [];
  #names = 0;

  constructor(url: string) {
    this.#url = url;
  }

  async take(one: Step, control: StockClient): Promise<void> {
    if (one.what === "join") await this.#join(one.hasSession);
    else if (one.what === "breathe") await control.ask("refresh", {});
    else {
      const observer = this.#present.at(-1 - one.client);
      if (observer && one.what === "leave") this.#leave(observer);
      else observer?.look();
    }
  }

  leaveHalf(): void {
    for (const observer of this.#present.slice(0, this.#present.length / 2)) this.#leave(observer);
  }

  /** Returns the roster of each observer, and the expected one. */
  compare(): readonly [known: readonly string[], truth: readonly string[]][] {
    const names = this.#present.map(({ peerId }) => peerId).sort();
    return this.#present.map(({ known, peerId }) => [known, names.filter((id) => id !== peerId)]);
  }

  async #join(hasSession: boolean): Promise<void> {
    this.#names += 1;
    const observer = new Observer(this.#url, `peer ${this.#names}`, hasSession);
    await observer.client.connected();
    observer.join();
    this.#present.push(observer);
  }

  #leave(observer: Observer): void {
    this.#present.splice(this.#present.indexOf(observer), 1);
    observer.client.socket.disconnect();
  }
}

test("[P2] [P3] [P5] after 25 runs of 40 random steps each peer knows the true roster, with and without a session", async () => {
  const { url } = await startServer({ joinsPerMinute: 0, connectsPerMinute: 0 });
  const control = await new StockClient(url).connected();
  const observers = new Observers(url);
  for (const steps of courses) {
    for (const one of steps) await observers.take(one, control);
    const wrong = () => observers.compare().filter(([known, truth]) => `${known}` !== `${truth}`);
    await expect.poll(wrong, { timeout: 30_000 }).toEqual([]);
    observers.leaveHalf();
  }
});
