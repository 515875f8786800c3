import type { Cluster, ClusterNode, ClusterNodeOptions, NodeCard } from "../cluster.ts";
import { NodeDirectory } from "../node-directory.ts";
import { newNodeId } from "../node-id.ts";
import type { Port, ToPrimary, ToWorker } from "./messages.ts";
import { workerBus } from "./worker-bus.ts";
import { WorkerStore } from "./worker-store.ts";

export interface WorkerClusterOptions {
  readonly port: Port<ToPrimary, ToWorker>;
  /** Signs session secrets on all workers, if no key is configured. */
  readonly key: string;
  /** The start of the primary process, in milliseconds since 1970. */
  readonly epochStartedAtMs: number;
}

/** Returns the cluster of the worker processes of one primary process. This worker is one node. */
export function workerCluster({ port, key, epochStartedAtMs }: WorkerClusterOptions): Cluster {
  return { key, join: (options) => joinedNode(port, epochStartedAtMs, options) };
}

function joinedNode(
  port: Port<ToPrimary, ToWorker>,
  epochStartedAtMs: number,
  { card, graceMs, report }: ClusterNodeOptions,
): ClusterNode {
  const id = newNodeId();
  const store = new WorkerStore(port);
  const directory = new NodeDirectory({ node: id, store, graceMs });
  const bus = workerBus(port, report);
  let cards: ReadonlyMap<string, NodeCard> = new Map();
  port.onMessage((message) => {
    if (message.type === "event") directory.receive(message.event);
    else if (message.type === "result") store.receive(message);
    else if (message.type === "message") bus.receive(message.from, message.message);
    else if (message.type === "undelivered") bus.failed(message.to, message.id);
    else if (message.type === "cards") cards = message.cards;
  });
  port.send({ type: "join", node: id, card, graceMs });
  return {
    id,
    epochStartedAtMs,
    directory,
    bus,
    nowMs: Date.now,
    isReady: true,
    opened: Promise.resolve(),
    card: (node) => cards.get(node),
    close() {
      directory.stop();
      store.stop();
      bus.close();
      port.send({ type: "leave" });
      return Promise.resolve();
    },
  };
}
