import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { describe, expect, onTestFinished, test } from "vitest";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { sharedRedis } from "../../../testing/kit/shared-redis.ts";
import type { NodeCard } from "../src/cluster/cluster.ts";
import { redisCluster } from "../src/cluster/redis/redis-cluster.ts";
import { busContract } from "../src/cluster/testing/bus-contract.ts";
import {
  directoryContract,
  type TestCluster,
  type TestClusterOptions,
} from "../src/cluster/testing/directory-contract.ts";

useRedis();

/** A lease as long as a busy machine lets this process wait for the processor. */
const times = { beatMs: 100, leaseMs: 1_500, compareMs: 1_000 };

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

test("[U9] nodes know the URLs of new nodes at once, not with their next beat", async () => {
  const { url } = await sharedRedis();
  const { join } = redisCluster({
    url,
    prefix: `${randomUUID()}:`,
    key: "",
    times: { beatMs: 600_000, leaseMs: 1_200_000, compareMs: 600_000 },
  });
  const start = async (card: NodeCard) => {
    const node = join({ card, graceMs: 1_000, report: () => {} });
    onTestFinished(() => node.close());
    await node.opened;
    return node;
  };
  const first = await start({ url: "http://first.example" });
  const cards = [{ url: "http://second.example" }, { url: "http://third.example" }, {}];
  // Their beats and cards overtake each other.
  const others = await Promise.all(cards.map(start));
  for (const node of [first, ...others]) {
    expect(node.card(first.id)).toEqual({ url: "http://first.example" });
    for (const [index, { id }] of others.entries()) {
      await expect.poll(() => node.card(id)).toEqual(cards[index]);
    }
  }
});
