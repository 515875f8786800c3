import { setTimeout } from "node:timers/promises";
import { describe } from "vitest";
import { memoryCluster } from "./memory-cluster.ts";
import { busContract } from "./testing/bus-contract.ts";
import {
  directoryContract,
  type TestCluster,
  type TestClusterOptions,
} from "./testing/directory-contract.ts";

function start({ nodes: count, graceMs }: TestClusterOptions): TestCluster {
  const leaseMs = 50;
  const { join } = memoryCluster({ leaseMs });
  const report = () => {};
  const nodes = Array.from({ length: count }, () => join({ card: {}, graceMs, report }));
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    nodes,
    settle,
    kill: (node) => nodes.find((one) => one === node)?.kill(),
    // Timers of one duration run in the order in which they were started.
    expireLeases: () => setTimeout(leaseMs),
  };
}

describe("directory in memory", () => directoryContract(start));
describe("bus in memory", () => busContract(start));
