import type { Cluster, ClusterNode, ClusterNodeOptions } from "../cluster.ts";
import { NodeDirectory } from "../node-directory.ts";
import { newNodeId } from "../node-id.ts";
import { ServedTopics } from "../served-topics.ts";
import { LateBus, lateStore } from "./late.ts";
import type { LeaseTimes } from "./lease.ts";
import type { RedisAddress } from "./open-client.ts";
import type { RedisNodeParts } from "./redis-node.ts";

const usualTimes: LeaseTimes = { beatMs: 2_000, leaseMs: 6_000, compareMs: 10_000 };

export interface RedisClusterOptions extends RedisAddress {
  /** Signs session secrets on all nodes. */
  readonly key: string;
  /** Overrides times, for tests. */
  readonly times?: LeaseTimes;
}

export interface RedisNode extends ClusterNode, Pick<RedisNodeParts, "kill" | "ping" | "beat"> {}

export interface RedisCluster extends Cluster {
  join(options: ClusterNodeOptions): RedisNode;
}

/** Returns the cluster of all processes that use the same Redis and prefix. The code for Redis is loaded with the first node. */
export function redisCluster({
  key,
  times = usualTimes,
  ...address
}: RedisClusterOptions): RedisCluster {
  return { key, join: (options) => joinedNode(address, times, options) };
}

function joinedNode(
  address: RedisAddress,
  times: LeaseTimes,
  { card, graceMs, report }: ClusterNodeOptions,
): RedisNode {
  const id = newNodeId();
  let parts: RedisNodeParts | undefined;
  const partsNow = () => parts;
  const directory = new NodeDirectory({ node: id, store: lateStore(partsNow), graceMs });
  const served = new ServedTopics((error) => report({ type: "request.failed", error }));
  const loading = import("./redis-node.ts").then(({ startRedisNode }) => {
    parts = startRedisNode({ id, directory, served, address, times, card, graceMs, report });
    return parts;
  });
  const opened = loading.then((loaded) => loaded.opened);
  // The caller may look at it later.
  opened.catch(() => {});
  return {
    id,
    get epochStartedAtMs() {
      return parts?.epochStartedAtMs;
    },
    nowMs: () => parts?.nowMs() ?? Date.now(),
    directory,
    bus: new LateBus(served, partsNow),
    card: (node) => parts?.card(node),
    get isReady() {
      return parts?.isReady ?? false;
    },
    opened,
    ping: async () => (await loading).ping(),
    beat: async () => (await loading).beat(),
    async close() {
      directory.stop();
      await (await loading).close();
    },
    kill() {
      directory.stop();
      void loading.then((loaded) => loaded.kill());
    },
  };
}
