import { randomBytes, randomUUID } from "node:crypto";
import { type ServerHere, startServerHere } from "../../../testing/kit/server-here.ts";
import { sharedRedis } from "../../../testing/kit/shared-redis.ts";
import type { Cluster } from "../src/cluster/cluster.ts";
import { memoryCluster } from "../src/cluster/memory-cluster.ts";
import { type RedisNode, redisCluster } from "../src/cluster/redis/redis-cluster.ts";
import type { Fact, SignalingServerOptions } from "../src/index.ts";
import { nodes, registerNodes } from "./nodes.ts";

export const token = "a token for tests";

export type RunningServer = ServerHere;

/**
 * Starts a server with the token of these tests on a free port of the loopback address, or the servers of a cluster in
 * a project that tests several nodes. The test closes them at its end.
 */
export function startServer(given: SignalingServerOptions = {}): Promise<RunningServer> {
  // Most tests of refusals cause many failures from one address.
  const options = { token, maxFailedAuthentications: 0, ...given };
  return nodes > 1 ? startCluster(options) : startServerHere(options);
}

interface ClusterForTest {
  readonly cluster: Cluster;
  /** Resolves when every node knows all that has happened on the others. */
  readonly caughtUp: () => Promise<void>;
}

/** Returns a cluster in memory, or in Redis in a project that tests it. */
async function clusterForTest(): Promise<ClusterForTest> {
  // In memory, the nodes know it at once.
  if (!process.env["TEST_REDIS"]) return { cluster: memoryCluster(), caughtUp: async () => {} };
  const key = randomBytes(32).toString("base64url");
  const { url } = await sharedRedis();
  const { join } = redisCluster({ url, prefix: `${randomUUID()}:`, key });
  const joined: RedisNode[] = [];
  return {
    cluster: {
      key,
      join(options) {
        const node = join(options);
        joined.push(node);
        return node;
      },
    },
    caughtUp: async () => {
      // A closed node has nothing to learn.
      await Promise.allSettled(joined.map((node) => node.ping()));
    },
  };
}

/** Returns the first server, with the facts of all. Its `drain` and `close` are for all servers. */
async function startCluster(options: SignalingServerOptions): Promise<RunningServer> {
  const facts: Fact[] = [];
  const report = (fact: Fact) => facts.push(fact);
  const { cluster, caughtUp } = await clusterForTest();
  const servers = await Promise.all(
    Array.from({ length: nodes }, () => startServerHere({ ...options, cluster, report })),
  );
  registerNodes(
    servers.map(({ url }) => url),
    caughtUp,
  );
  const onAll = async (work: (server: ServerHere) => Promise<void>) => {
    await Promise.all(servers.map(work));
  };
  const [first] = servers;
  if (!first) throw new Error("there is no server");
  return {
    ...first,
    facts,
    drain: () => onAll(({ drain }) => drain()),
    close: () => onAll(({ close }) => close()),
  };
}
