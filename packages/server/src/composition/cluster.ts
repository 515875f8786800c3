import type { Cluster } from "../cluster/cluster.ts";
import { memoryCluster } from "../cluster/memory-cluster.ts";
import { redisCluster } from "../cluster/redis/redis-cluster.ts";
import { missingSetting, type Options } from "../config/config.ts";

/** Returns the cluster of the settings: without Redis, the server is its only node. Throws a `SettingError`. */
export function clusterOf(options: Options): Cluster {
  const { redisUrl: url, redisUsername, redisPassword, redisPrefix: prefix, sessionKey } = options;
  if (url === undefined) return memoryCluster();
  if (sessionKey === undefined) {
    throw missingSetting("sessionKey", "REDIS_URL requires the same SESSION_KEY on all servers");
  }
  return redisCluster({
    url,
    username: redisUsername,
    password: redisPassword,
    prefix,
    key: sessionKey,
  });
}
