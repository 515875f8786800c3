import { randomBytes } from "node:crypto";
import type { Cluster, ClusterNode, ClusterNodeOptions, NodeCard } from "./cluster.ts";
import { MemoryBus } from "./memory-bus.ts";
import { MemoryStore } from "./memory-store.ts";
import { directNetwork, type Network } from "./network.ts";
import { NodeDirectory } from "./node-directory.ts";
import { newNodeId } from "./node-id.ts";
import type { DirectoryStore } from "./store.ts";
import { operationsOf } from "./store-operations.ts";
import { unavailable } from "./unavailable.ts";

export interface MemoryClusterOptions {
  /** Returns the network of a new node. Default: a network without a delay. */
  readonly network?: () => Network;
  /** The time after which a node that stopped without a message is given up, in milliseconds. */
  readonly leaseMs?: number;
}

export interface MemoryNode extends ClusterNode {
  /** Stops the node as if its process had died. */
  kill(): void;
}

export interface MemoryCluster extends Cluster {
  join(options: ClusterNodeOptions): MemoryNode;
}

/** Returns a cluster whose nodes are in this process. */
export function memoryCluster(options: MemoryClusterOptions = {}): MemoryCluster {
  const { network: networkOf = directNetwork, leaseMs = 6_000 } = options;
  const epochStartedAtMs = Date.now();
  const store = new MemoryStore();
  const buses = new Map<string, MemoryBus>();
  const cards = new Map<string, NodeCard>();
  return {
    key: randomBytes(32).toString("base64url"),
    join: ({ card, graceMs, report }) => {
      const failed = (error: unknown) => report({ type: "request.failed", error });
      const id = newNodeId();
      const network = networkOf();
      const directory = new NodeDirectory({
        node: id,
        store: storeBehind(network, store, id),
        graceMs,
      });
      const bus = new MemoryBus({ node: id, network, find: (node) => buses.get(node), failed });
      store.addNode(id, (event) => network.deliver(() => directory.receive(event)));
      buses.set(id, bus);
      cards.set(id, card);
      const stop = () => {
        directory.stop();
        buses.delete(id);
        cards.delete(id);
        store.removeNode(id);
      };
      return {
        id,
        epochStartedAtMs,
        directory,
        bus,
        card: (node) => cards.get(node),
        nowMs: Date.now,
        isReady: true,
        opened: Promise.resolve(),
        close: () => {
          stop();
          store.giveUp(id, graceMs);
          return Promise.resolve();
        },
        kill: () => {
          stop();
          setTimeout(() => store.giveUp(id, graceMs), leaseMs).unref();
        },
      };
    },
  };
}

/** Returns the operations of the store for one node. The response follows the events of the operation. */
function storeBehind(network: Network, store: MemoryStore, node: string): DirectoryStore {
  const run = <Value>(work: () => Value): Promise<Value> =>
    new Promise((resolve, reject) => {
      network.carry(
        () => {
          const value = work();
          network.deliver(() => resolve(value));
        },
        () => reject(unavailable("the directory")),
      );
    });
  const operations = operationsOf(store, node);
  return {
    isApart: false,
    claim: (...given) => run(() => operations.claim(...given)),
    move: (...given) => run(() => operations.move(...given)),
    away: (...given) => run(() => operations.away(...given)),
    leave: (...given) => run(() => operations.leave(...given)),
    close: (...given) => run(() => operations.close(...given)),
    look: (...given) => run(() => operations.look(...given)),
    list: (...given) => run(() => operations.list(...given)),
    rooms: (...given) => run(() => operations.rooms(...given)),
    isPresent: (...given) => run(() => operations.isPresent(...given)),
    nodes: () => run(() => operations.nodes()),
  };
}
