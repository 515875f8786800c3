import type { NodeCard } from "../cluster.ts";
import { MemoryStore } from "../memory-store.ts";
import type { Message } from "../message-bus.ts";
import { operationsOf, type StoreOperations } from "../store-operations.ts";
import type { Port, ToPrimary, ToWorker } from "./messages.ts";

interface Worker {
  readonly node: string;
  readonly card: NodeCard;
  readonly graceMs: number;
  readonly port: Port<ToWorker, ToPrimary>;
  readonly operations: StoreOperations;
}

/**
 * The shared memory and the message switch of all workers, in the primary process. A worker whose process ends is given up at
 * once, because the operating system reports its end.
 */
export class Primary {
  readonly #store = new MemoryStore();
  readonly #workers = new Map<string, Worker>();

  /** Serves the worker behind a port. Returns the function to call when the worker's process has ended. */
  serve(port: Port<ToWorker, ToPrimary>): () => void {
    let worker: Worker | undefined;
    const end = () => {
      if (worker) this.#remove(worker);
      worker = undefined;
    };
    port.onMessage((message) => {
      if (message.type === "join") worker = this.#add(message, port);
      else if (worker) this.#receive(worker, message, end);
    });
    return end;
  }

  #add(
    { node, card, graceMs }: Extract<ToPrimary, { type: "join" }>,
    port: Port<ToWorker, ToPrimary>,
  ): Worker {
    const worker = { node, card, graceMs, port, operations: operationsOf(this.#store, node) };
    this.#store.addNode(node, (event) => port.send({ type: "event", event }));
    this.#workers.set(node, worker);
    this.#sendCards();
    return worker;
  }

  #remove({ node, graceMs }: Worker): void {
    this.#workers.delete(node);
    this.#store.removeNode(node);
    this.#store.giveUp(node, graceMs);
    this.#sendCards();
  }

  #receive(worker: Worker, message: Exclude<ToPrimary, { type: "join" }>, end: () => void): void {
    if (message.type === "leave") end();
    else if (message.type === "post") this.#pass(worker, message.to, message.message);
    else if (message.type === "call") {
      const { id, operation, parameters } = message;
      const run = worker.operations[operation] as (...given: readonly unknown[]) => unknown;
      worker.port.send({ type: "result", id, value: run(...parameters) });
    }
  }

  #pass({ node: from, port }: Worker, to: string, message: Message): void {
    const receiver = this.#workers.get(to)?.port;
    if (receiver && !receiver.isFull) receiver.send({ type: "message", from, message });
    else if (message.type === "question" && message.id !== undefined) {
      port.send({ type: "undelivered", to, id: message.id });
    }
  }

  #sendCards(): void {
    const cards = new Map([...this.#workers].map(([node, { card }]) => [node, card]));
    for (const { port } of this.#workers.values()) port.send({ type: "cards", cards });
  }
}
