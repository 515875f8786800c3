import type { Directory } from "../../src/cluster/directory.ts";
import { codeOf, TestClient } from "../../src/hub/testing/test-hubs.ts";
import type { Fact } from "../../src/index.ts";
import { StormClient } from "./storm-client.ts";
import type { FaultContext, StormNode, StormWorld } from "./world.ts";

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

/** Servers, clients and faults in a random order that a seed determines, and what must hold afterwards. */
export class Storm {
  readonly problems: string[] = [];
  /** Sessions that were lost, and leaves of sessions that continued. */
  readonly losses: string[] = [];
  readonly counts: Record<string, number> = {};
  readonly #world: StormWorld;
  readonly #random: () => number;
  readonly #nodes: StormNode[] = [];
  readonly #clients: StormClient[];
  /** The sessions that may not leave: their clients know them, and did not leave. */
  readonly #continuing = new Set<string>();
  /** The sessions that may leave without a decision of their clients. */
  readonly #mayLeave = new Set<string>();
  readonly #faults: FaultContext;
  /** The actions and faults so far. */
  readonly log: string[] = [];
  readonly #startedMs = Date.now();

  constructor(world: StormWorld, seed: number) {
    this.#world = world;
    this.#random = randomOf(seed);
    this.#faults = { random: this.#random, pick: (items) => this.#pick(items) };
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
      await this.#world.wait(this.#random() * 20);
    }
    this.#world.heal();
    this.#endReplaced();
    await this.#settle();
    this.#check();
    await this.#world.stop();
  }

  /** The number of each action and fault, and the last ones, as text. */
  get story(): string {
    return [this.counted, ...this.log.slice(-100)].join("\n");
  }

  /** The number of each action and fault, as text. */
  get counted(): string {
    return Object.entries(this.counts)
      .map(([what, count]) => `${what} ${count}`)
      .sort()
      .join(", ");
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }

  #note(text: string): void {
    this.log.push(`${Math.round(Date.now() - this.#startedMs)} ${text}`);
  }

  #count(what: string): void {
    if (!what.startsWith("send") && what !== "received") this.#note(what);
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  #live(): StormNode[] {
    return this.#nodes.filter(({ isAlive }) => isAlive);
  }

  async #startNode(): Promise<void> {
    const name = () => started?.node.id ?? "a new server";
    let started: StormNode | undefined;
    const report = (fact: Fact) => {
      if (fact.type.startsWith("cluster.")) this.#note(`${name()} ${JSON.stringify(fact)}`);
      if (fact.type === "request.failed") this.problems.push(`defect: ${String(fact.error)}`);
    };
    started = await this.#world.start({
      report,
      onNode: ({ id, directory }) => this.#noteChanges(id, directory),
    });
    this.#nodes.push(started);
  }

  #noteChanges(id: string, directory: Directory): void {
    const onChange = directory.onChange.bind(directory);
    directory.onChange = (listener) =>
      onChange((change) => {
        if ("entry" in change) {
          const { peer, node, generation, state } = change.entry;
          const { peerId, sessionId } = peer;
          this.#note(
            `${id}: ${change.type} ${peerId} ${sessionId} at ${node} ${generation} ${state}`,
          );
        }
        listener(change);
      });
  }

  /** A client notices that its server has ended its connection, and its grace period has begun. */
  #noticeEnds(): void {
    for (const owner of this.#clients) {
      if (owner.connection && owner.connection.session.state.kind !== "peer") owner.lose();
    }
  }

  async #step(): Promise<void> {
    this.#noticeEnds();
    const dice = this.#random();
    if (dice < 0.3) await this.#connect(this.#pick(this.#clients));
    else if (dice < 0.34) this.#leave(this.#pick(this.#clients));
    else if (dice < 0.4) this.#lose(this.#pick(this.#clients));
    else if (dice < 0.95) this.#send(this.#pick(this.#clients));
    else await this.#fault();
  }

  async #fault(): Promise<void> {
    const node = this.#pick(this.#live());
    this.#note(`fault at ${node.node.id}`);
    const dice = this.#random();
    if (dice < 0.2) {
      this.#count("kill");
      await this.#replace(node, () => node.node.kill());
    } else if (dice < 0.3) {
      this.#count("close");
      await this.#replace(node, () => void node.hub.close());
    } else {
      this.#count(await this.#world.fault(node, this.#faults));
      await this.#findForgotten();
    }
  }

  /** Finds the sessions that no server and no store knows: until their clients return, they may leave. */
  async #findForgotten(): Promise<void> {
    for (const { session, room, peerId } of this.#clients) {
      const id = session?.joined?.session?.session.id;
      if (id === undefined) continue;
      const isHeld = this.#live().some(({ node }) => {
        const entry = node.directory.view(room)?.get(peerId);
        return entry?.node === node.id && entry.peer.sessionId === id;
      });
      const isLost = !isHeld && !(await this.#world.isStored(room, peerId, id));
      if (isLost) this.#mayLeave.add(id);
    }
  }

  /** Ends a node, whose clients lose their connections, and starts another one. */
  async #replace(node: StormNode, end: () => void): Promise<void> {
    node.isAlive = false;
    end();
    for (const owner of this.#clients) {
      if (owner.node === node) owner.lose();
    }
    await this.#findForgotten();
    await this.#startNode();
  }

  async #connect(owner: StormClient): Promise<void> {
    const node = this.#pick(this.#live());
    if (owner.connection && !owner.hasSession) return;
    const client = new TestClient(node);
    owner.connections.push(client);
    const { session } = owner;
    const isPeer = session
      ? await this.#resume(owner, client, session)
      : await this.#join(owner, client);
    if (!isPeer) return;
    owner.connection = client;
    owner.node = node;
    if (!owner.hasSession) return;
    owner.session = client;
    this.#continue(client.peer?.sessionId);
  }

  async #join({ peerId, room, hasSession }: StormClient, client: TestClient): Promise<boolean> {
    const session = hasSession ? { session: true as const } : {};
    const code = await this.#world.until(codeOf(() => client.join(peerId, { room, ...session })));
    this.#count(`join ${code}`);
    return code === "ok";
  }

  async #resume(owner: StormClient, client: TestClient, session: TestClient): Promise<boolean> {
    const { id = "" } = session.joined?.session?.session ?? {};
    const awayMs = owner.connection ? 0 : Date.now() - owner.lostAtMs;
    const isInTime = awayMs < this.#world.graceMs * 0.9;
    const code = await this.#world.until(codeOf(() => client.resume(session)));
    this.#note(`${owner.peerId} ${id}`);
    this.#count(`resume ${code}`);
    // The leave of a lost session is a consequence.
    if (code === "session-lost" || !isInTime) this.#mayLeave.add(id);
    if (code !== "session-lost") return code === "ok";
    if (isInTime) this.losses.push(`${owner.peerId}: session-lost`);
    owner.session = undefined;
    return false;
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
    owner.lose();
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

  /**
   * Ends the connections that their clients have replaced or left, as the heartbeat of a server does. A server without contact
   * may still have one, and if Redis has lost its data meanwhile, no other server may know that the client has left.
   */
  #endReplaced(): void {
    for (const { connection, connections } of this.#clients) {
      for (const one of connections) {
        if (one !== connection && one.session.state.kind === "peer") void one.lose();
      }
    }
  }

  /** Lets all clients connect, until all of them are peers and all rosters are true. */
  async #settle(): Promise<void> {
    const endMs = Date.now() + 45_000;
    while (Date.now() < endMs) {
      for (const owner of this.#clients) {
        if (owner.connection?.session.state.kind !== "peer") {
          owner.lose();
          await this.#connect(owner);
        }
      }
      await this.#world.wait(100);
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
}
