import { FaultProxy } from "../kit/fault-proxy.ts";
import { ClientProcess } from "./client-process.ts";
import type { Oracle } from "./oracle.ts";
import type { PlanOptions } from "./plan.ts";
import { processOf } from "./plan.ts";
import type { ServerGroup } from "./server-group.ts";

/** A position of the drill, which successive clients fill. */
interface Slot {
  readonly proxy: FaultProxy;
  readonly room: string;
  /** The peer id; each successive client has a new one, because the id of a crashed client is held during its grace period. */
  peerId: string;
  lives: number;
  /** The server of the last connection. */
  server: number;
}

export interface ClientFleetOptions extends Pick<PlanOptions, "slots" | "processes"> {
  readonly servers: ServerGroup;
  readonly rooms: number;
  readonly oracle: Oracle;
  readonly perSecond: number;
  readonly seed: number;
}

/** All clients, their networks and their processes. */
export class ClientFleet {
  readonly #options: ClientFleetOptions;
  readonly #slots: readonly Slot[];
  readonly #processes: ClientProcess[];

  private constructor(options: ClientFleetOptions, slots: readonly Slot[]) {
    this.#options = options;
    this.#slots = slots;
    this.#processes = Array.from({ length: options.processes }, () => this.#startProcess());
    for (const index of slots.keys()) this.join(index);
  }

  static async start(options: ClientFleetOptions): Promise<ClientFleet> {
    const { servers } = options;
    const slots = await Promise.all(
      Array.from({ length: options.slots }, async (_, index) => {
        const choose = () => {
          slot.server = servers.next();
          return servers.upstream(slot.server);
        };
        const proxy = await FaultProxy.start(choose);
        const slot: Slot = {
          proxy,
          room: `room ${index % options.rooms}`,
          peerId: "",
          lives: 0,
          server: 0,
        };
        return slot;
      }),
    );
    return new ClientFleet(options, slots);
  }

  proxy(slot: number): FaultProxy {
    return this.#slot(slot).proxy;
  }

  peerId(slot: number): string {
    return this.#slot(slot).peerId;
  }

  process(slot: number): ClientProcess {
    return this.#processes[processOf(slot, this.#options)] as ClientProcess;
  }

  join(index: number): void {
    const slot = this.#slot(index);
    slot.lives += 1;
    slot.peerId = `peer ${index}.${slot.lives}`;
    const { room, peerId } = slot;
    const place = { url: slot.proxy.url, token: this.#options.servers.token, room };
    this.#options.oracle.join(peerId, room);
    this.process(index).tell({ order: "join", peerId, place });
  }

  /** Records that all clients of a server lose their connections. */
  cutAll(server: number): void {
    for (const slot of this.#slots) {
      if (slot.server === server) this.#options.oracle.cut(slot.peerId, Date.now(), "server");
    }
  }

  leave(index: number): void {
    const { peerId } = this.#slot(index);
    this.#options.oracle.leave(peerId);
    this.process(index).tell({ order: "leave", peerId });
  }

  /** Replaces the clients of a process that ended. */
  async crash(slots: readonly number[]): Promise<void> {
    const [first = 0] = slots;
    const crashed = this.process(first);
    for (const index of slots) this.#options.oracle.leave(this.#slot(index).peerId);
    await crashed.kill();
    this.#processes[processOf(first, this.#options)] = this.#startProcess();
    for (const index of slots) this.join(index);
    this.#talk(this.process(first));
  }

  talk(): void {
    for (const process of this.#processes) this.#talk(process);
  }

  hush(): void {
    for (const process of this.#processes) process.tell({ order: "hush" });
  }

  /** Returns one sentence per client whose roster is wrong. */
  async wrongRosters(): Promise<readonly string[]> {
    const { oracle } = this.#options;
    const all = await Promise.all(this.#processes.map((process) => process.rosters()));
    const seen = new Map(all.flatMap((rosters) => Object.entries(rosters)));
    return oracle.present.flatMap((peerId) => {
      const [sees, others] = [seen.get(peerId) ?? [], oracle.othersOf(peerId)];
      const missed = others.filter((other) => !sees.includes(other));
      const imagined = sees.filter((other) => !others.includes(other));
      if (missed.length + imagined.length === 0) return [];
      return [`${peerId} misses [${missed.join()}] and imagines [${imagined.join()}]`];
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.kill()));
    await Promise.all(this.#slots.map(({ proxy }) => proxy.close()));
  }

  #talk(process: ClientProcess): void {
    const { perSecond, processes, seed } = this.#options;
    process.tell({ order: "talk", perSecond: perSecond / processes, seed });
  }

  #startProcess(): ClientProcess {
    return new ClientProcess((observation) => {
      this.#options.oracle.note(observation);
      if (observation.what === "error") this.#replace(observation.by);
    });
  }

  /** Replaces a client whose channel closed, as an application would. */
  #replace(peerId: string): void {
    const index = this.#slots.findIndex((slot) => slot.peerId === peerId);
    if (index < 0) return;
    this.leave(index);
    this.join(index);
  }

  #slot(index: number): Slot {
    return this.#slots[index] as Slot;
  }
}
