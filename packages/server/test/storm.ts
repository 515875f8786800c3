import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { Redis } from "ioredis";
import { FaultProxy } from "../../../testing/kit/fault-proxy.ts";
import type { RedisServer } from "../../../testing/kit/redis-server.ts";
import type { RedisNode } from "../src/cluster/redis/redis-cluster.ts";
import { codeOf, TestClient } from "../src/hub/testing/test-hubs.ts";
import type { Fact } from "../src/index.ts";
import { type RedisHub, redisHub } from "./redis-hubs.ts";
import { StormClient } from "./storm-client.ts";

const graceMs = 20_000;
const times = { beatMs: 100, leaseMs: 600, compareMs: 500 };
const rooms = ["lobby", "attic"];

/** Returns a generator of numbers from 0 to below 1 with a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface StormNode extends RedisHub {
  readonly proxy: FaultProxy;
  isAlive: boolean;
}

/** Servers, clients and faults in a random order that a seed determines, and what must hold afterwards. */
export class Storm {
  readonly problems: string[] = [];
  /** Sessions that were lost, and leaves of sessions that continued. */
  readonly losses: string[] = [];
  readonly counts: Record<string, number> = {};
  readonly #redis: RedisServer;
  /** Never has a fault. */
  readonly #operator: Redis;
  readonly #random: () => number;
  readonly #prefix = `${randomUUID()}:`;
  readonly #nodes: StormNode[] = [];
  readonly #clients: StormClient[];
  /** The sessions that may not leave: their clients know them, and did not leave. */
  readonly #continuing = new Set<string>();
  /** The sessions that may leave without a decision of their clients. */
  readonly #mayLeave = new Set<string>();
  /** The actions and faults so far. */
  readonly log: string[] = [];
  readonly #startedMs = performance.now();

  constructor(redis: RedisServer, seed: number) {
    this.#redis = redis;
    this.#operator = new Redis(redis.url);
    this.#random = randomOf(seed);
    this.#clients = Array.from(
      { length: 24 },
      (_, index) => new StormClient(`peer ${index}`, rooms[index % 2] as string, index % 3 !== 0),
    );
  }

  /** Runs for some steps, and then until everything is whole again. */
  async run(steps: number): Promise<void> {
    for (let count = 0; count < 3; count += 1) await this.#startNode();
    for (let step = 0; step < steps; step += 1) {
      await this.#step();
      await setTimeout(this.#random() * 20);
    }
    this.#redis.signal("SIGCONT");
    for (const { proxy } of this.#live()) proxy.heal();
    await this.#settle();
    this.#check();
    await this.#stop();
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }

  #note(text: string): void {
    this.log.push(`${Math.round(performance.now() - this.#startedMs)} ${text}`);
  }

  #count(what: string): void {
    if (!what.startsWith("send") && what !== "received") this.#note(what);
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  #live(): StormNode[] {
    return this.#nodes.filter(({ isAlive }) => isAlive);
  }

  async #startNode(): Promise<void> {
    const proxy = await FaultProxy.start({ host: "127.0.0.1", port: this.#redis.port });
    const name = () => started?.node.id ?? "a new server";
    let started: RedisHub | undefined;
    const report = (fact: Fact) => {
      if (fact.type.startsWith("cluster.")) this.#note(`${name()} ${JSON.stringify(fact)}`);
      if (fact.type === "request.failed") this.problems.push(`defect: ${String(fact.error)}`);
    };
    const url = `redis://127.0.0.1:${proxy.port}`;
    const onNode = (node: RedisNode) => this.#noteChanges(node);
    started = await redisHub({ url, prefix: this.#prefix, times, graceMs, report, onNode });
    this.#nodes.push({ ...started, proxy, isAlive: true });
  }

  #noteChanges({ id, directory }: RedisNode): void {
    const onChange = directory.onChange.bind(directory);
    directory.onChange = (listener) =>
      onChange((change) => {
        if (change.type !== "closed") {
          const { peer, node, generation, state } = change.entry;
          const { peerId, sessionId } = peer;
          this.#note(
            `${id}: ${change.type} ${peerId} ${sessionId} at ${node} ${generation} ${state}`,
          );
        }
        listener(change);
      });
  }

  async #step(): Promise<void> {
    const dice = this.#random();
    if (dice < 0.3) await this.#connect(this.#pick(this.#clients));
    else if (dice < 0.34) this.#leave(this.#pick(this.#clients));
    else if (dice < 0.4) this.#lose(this.#pick(this.#clients));
    else if (dice < 0.95) this.#send(this.#pick(this.#clients));
    else await this.#fault();
  }

  async #fault(): Promise<void> {
    const dice = this.#random();
    const node = this.#pick(this.#live());
    this.#note(`fault at ${node.node.id}`);
    if (dice < 0.2) {
      this.#count("kill");
      this.#end(node, () => node.node.kill());
      await this.#findForgotten();
      await this.#startNode();
    } else if (dice < 0.3) {
      this.#count("close");
      this.#end(node, () => void node.hub.close());
      await this.#findForgotten();
      await this.#startNode();
    } else if (dice < 0.45) {
      this.#count("empty");
      await this.#operator.flushall();
      await this.#findForgotten();
    } else if (dice < 0.6) {
      this.#count("reset");
      node.proxy.reset();
    } else if (dice < 0.75) {
      this.#count("hang");
      this.#redis.signal("SIGSTOP");
      await setTimeout(this.#random() * 1_500);
      this.#redis.signal("SIGCONT");
    } else {
      this.#count("cut");
      node.proxy.blackhole(this.#pick(["both", "up", "down"] as const));
      const ms = this.#random() * 1_500;
      void setTimeout(ms).then(() => {
        if (this.#random() < 0.5) node.proxy.reset();
        node.proxy.heal();
      });
    }
  }

  /** Finds the sessions that neither a server nor Redis knows: until their clients return, they may leave. */
  async #findForgotten(): Promise<void> {
    for (const { session, room, peerId } of this.#clients) {
      const id = session?.joined?.session?.session.id;
      if (id === undefined) continue;
      const isHeld = this.#live().some(({ node }) => {
        const entry = node.directory.view(room)?.get(peerId);
        return entry?.node === node.id && entry.peer.sessionId === id;
      });
      const record = await this.#operator.hget(`${this.#prefix}1:room:${room}`, peerId);
      if (!isHeld && !record?.includes(id)) this.#mayLeave.add(id);
    }
  }

  /** Ends a node; its clients lose their connections. */
  #end(node: StormNode, end: () => void): void {
    node.isAlive = false;
    end();
    for (const owner of this.#clients) {
      if (owner.node !== node) continue;
      owner.connection = undefined;
      owner.node = undefined;
    }
  }

  async #connect(owner: StormClient): Promise<void> {
    const node = this.#pick(this.#live());
    if (owner.connection && !owner.hasSession) return;
    const client = new TestClient(node);
    owner.connections.push(client);
    if (owner.session) {
      const { peer } = owner.session;
      const code = await codeOf(() => client.resume(owner.session as TestClient));
      this.#note(`${owner.peerId} ${peer?.sessionId} on ${node.node.id}`);
      this.#count(`resume ${code}`);
      const { id = "" } = owner.session.joined?.session?.session ?? {};
      if (code === "session-lost") {
        this.losses.push(`${owner.peerId}: session-lost`);
        // Its leave is a consequence.
        this.#mayLeave.add(id);
        owner.session = undefined;
      }
      if (code !== "ok") return;
    } else {
      const session = owner.hasSession ? (true as const) : undefined;
      const code = await codeOf(() =>
        client.join(owner.peerId, { room: owner.room, ...(session ? { session } : {}) }),
      );
      this.#count(`join ${code}`);
      if (code !== "ok") return;
    }
    owner.connection = client;
    owner.node = node;
    if (owner.hasSession) {
      owner.session = client;
      this.#continue(client.peer?.sessionId);
    }
  }

  #continue(sessionId = ""): void {
    if (!this.#mayLeave.has(sessionId)) this.#continuing.add(sessionId);
  }

  #leave(owner: StormClient): void {
    const { connection, sessionId } = owner;
    if (!connection || !sessionId) return;
    this.#continuing.delete(sessionId);
    owner.connection = undefined;
    owner.node = undefined;
    owner.session = undefined;
    void connection.leave();
    this.#count("leave");
  }

  #lose(owner: StormClient): void {
    const { connection } = owner;
    if (!connection) return;
    owner.connection = undefined;
    owner.node = undefined;
    void connection.lose();
    this.#note(`${owner.peerId}`);
    this.#count("lose");
  }

  #send(owner: StormClient): void {
    const { connection } = owner;
    if (connection?.session.state.kind !== "peer") return;
    const target = this.#pick(this.#clients.filter(({ room }) => room === owner.room));
    if (target === owner) return;
    owner.sent += 1;
    const text = `${owner.sent}`;
    void codeOf(() => connection.send(target.peerId, text)).then((code) =>
      this.#count(`send ${code}`),
    );
  }

  /** Lets all clients connect, until all of them are peers and all rosters are true. */
  async #settle(): Promise<void> {
    const endMs = performance.now() + 45_000;
    while (performance.now() < endMs) {
      for (const owner of this.#clients) {
        if (owner.connection?.session.state.kind !== "peer") {
          owner.connection = undefined;
          await this.#connect(owner);
        }
      }
      await setTimeout(100);
      if (this.#differences().length === 0) return;
    }
    this.problems.push(...this.#differences());
  }

  #truth(room: string): string {
    return this.#clients
      .filter((owner) => owner.room === room)
      .map(({ peerId, sessionId }) => `${peerId} ${sessionId}`)
      .sort()
      .join(", ");
  }

  #differences(): string[] {
    const different: string[] = [];
    for (const room of rooms) {
      const truth = this.#truth(room);
      for (const { node } of this.#live()) {
        const view = node.directory.view(room);
        if (!view) continue;
        const entries = [...view.entries()].map(({ peer }) => `${peer.peerId} ${peer.sessionId}`);
        if (entries.sort().join(", ") !== truth) {
          different.push(`view of ${node.id} in ${room}:\n  ${entries.join(", ")}\n  ${truth}`);
        }
      }
      for (const owner of this.#clients.filter((one) => one.room === room)) {
        const { known } = owner;
        const expected = this.#clients
          .filter((one) => one.room === room && one !== owner)
          .map(({ peerId }) => peerId)
          .sort()
          .join(", ");
        if (known !== expected) {
          different.push(`${owner.peerId} knows\n  ${known}\n  ${expected}`);
        }
      }
    }
    return different;
  }

  #check(): void {
    for (const owner of this.#clients) {
      for (const connection of owner.connections) {
        this.#checkOrder(owner, connection);
        this.#checkLeaves(owner, connection);
      }
      this.#checkDuplicates(owner);
    }
  }

  #checkLeaves(owner: StormClient, connection: TestClient): void {
    const left = connection.events("presence").flatMap(({ batch }) => batch.left);
    for (const { sessionId, peerId } of left) {
      if (!this.#continuing.has(sessionId) || this.#mayLeave.has(sessionId)) continue;
      this.losses.push(`${owner.peerId} received a false leave of ${peerId} ${sessionId}`);
    }
  }

  #checkOrder(owner: StormClient, connection: TestClient): void {
    const last = new Map<string, number>();
    for (const { from, content } of connection.events("message")) {
      const number = Number(JSON.parse(content.json));
      if (number <= (last.get(from) ?? 0)) {
        this.problems.push(`${owner.peerId} received ${number} of ${from} after ${last.get(from)}`);
      }
      last.set(from, number);
    }
  }

  #checkDuplicates(owner: StormClient): void {
    const seen = new Set<string>();
    for (const connection of owner.connections) {
      for (const { from, content } of connection.events("message")) {
        const id = `${from} ${content.json}`;
        if (seen.has(id)) this.problems.push(`${owner.peerId} received ${id} twice`);
        seen.add(id);
        this.#count("received");
      }
    }
  }

  async #stop(): Promise<void> {
    this.#operator.disconnect();
    await Promise.all(this.#live().map(({ hub }) => hub.close()));
    await Promise.all(this.#nodes.map(({ proxy }) => proxy.close()));
  }
}
