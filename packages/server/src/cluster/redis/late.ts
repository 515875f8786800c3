import type { Bus, Parts, Received, Settled, Topic } from "../bus.ts";
import type { ServedTopics } from "../served-topics.ts";
import type { DirectoryStore } from "../store.ts";
import { unavailable } from "../unavailable.ts";

/** Returns the parts of a node that need Redis; `undefined` until their code is loaded. */
export type PartsNow = () => { readonly store: DirectoryStore; readonly bus: Bus } | undefined;

/** Returns the store of a node, which is apart until its code is loaded. */
export function lateStore(partsNow: PartsNow): DirectoryStore {
  const run = <Value>(work: (store: DirectoryStore) => Promise<Value>): Promise<Value> => {
    const { store } = partsNow() ?? {};
    return store ? work(store) : Promise.reject(unavailable("Redis"));
  };
  return {
    get isApart() {
      return partsNow()?.store.isApart ?? true;
    },
    claim: (...given) => run((store) => store.claim(...given)),
    move: (...given) => run((store) => store.move(...given)),
    away: (...given) => run((store) => store.away(...given)),
    leave: (...given) => run((store) => store.leave(...given)),
    close: (...given) => run((store) => store.close(...given)),
    look: (...given) => run((store) => store.look(...given)),
    list: (...given) => run((store) => store.list(...given)),
    rooms: (...given) => run((store) => store.rooms(...given)),
    isPresent: (...given) => run((store) => store.isPresent(...given)),
    nodes: () => run((store) => store.nodes()),
  };
}

/** The bus of a node, which is apart until its code is loaded. */
export class LateBus implements Bus {
  readonly #served: ServedTopics;
  readonly #partsNow: PartsNow;

  constructor(served: ServedTopics, partsNow: PartsNow) {
    this.#served = served;
    this.#partsNow = partsNow;
  }

  get isApart(): boolean {
    return this.#partsNow()?.bus.isApart ?? true;
  }

  ask<Question, Answer>(
    node: string,
    topic: Topic<Question, Answer>,
    question: Question,
    parts?: Parts,
  ): Promise<Answer> {
    const { bus } = this.#partsNow() ?? {};
    return bus
      ? bus.ask(node, topic, question, parts)
      : Promise.reject(unavailable(`the server ${JSON.stringify(node)}`));
  }

  post<Question>(
    node: string,
    topic: Topic<Question, null>,
    question: Question,
    parts: Parts,
    settled: Settled,
  ): void {
    const { bus } = this.#partsNow() ?? {};
    if (bus) bus.post(node, topic, question, parts, settled);
    else settled(unavailable(`the server ${JSON.stringify(node)}`));
  }

  tell<Question>(
    node: string,
    topic: Topic<Question, unknown>,
    question: Question,
    parts?: Parts,
  ): void {
    this.#partsNow()?.bus.tell(node, topic, question, parts);
  }

  serve<Question, Answer>(
    topic: Topic<Question, Answer>,
    answer: (received: Received<Question>) => Answer | Promise<Answer>,
  ): void {
    this.#served.add(topic, answer);
  }
}
