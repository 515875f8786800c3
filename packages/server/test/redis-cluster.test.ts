import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { describe, expect, onTestFinished } from "vitest";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { redisCluster } from "../src/cluster/redis/redis-cluster.ts";
import { busContract } from "../src/cluster/testing/bus-contract.ts";
import {
  directoryContract,
  type TestCluster,
  type TestClusterOptions,
} from "../src/cluster/testing/directory-contract.ts";
import { sharedRedis } from "./shared-redis.ts";

useRedis();

const times = { beatMs: 100, leaseMs: 300, compareMs: 1_000 };

async function start({ nodes: count, graceMs }: TestClusterOptions): Promise<TestCluster> {
  const { url } = await sharedRedis();
  const prefix = `${randomUUID()}:`;
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  const { join } = redisCluster({ url, prefix, key: "", times });
  const report = () => {};
  const nodes = Array.from({ length: count }, () => join({ card: {}, graceMs, report }));
  const live = new Set(nodes);
  onTestFinished(async () => {
    await Promise.all([...live].map((node) => node.close()));
  });
  await Promise.all(nodes.map(({ opened }) => opened));
  // An event may cause a command, and its answer another one.
  const settle = async () => {
    for (let round = 0; round < 6; round += 1) {
      await Promise.all([...live].map((node) => node.ping().catch(() => {})));
    }
  };
  return {
    nodes,
    settle,
    kill: (node) => {
      for (const one of nodes) {
        if (one !== node) continue;
        one.kill();
        live.delete(one);
      }
    },
    expireLeases: async () => {
      await expect.poll(() => redis.zcard(`${prefix}1:nodes`)).toBe(live.size);
      await settle();
    },
  };
}

describe("directory in Redis", () => directoryContract(start));
describe("bus over Redis", () => busContract(start));
