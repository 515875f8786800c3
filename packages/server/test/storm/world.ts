import type { ClusterNode } from "../../src/cluster/cluster.ts";
import type { TestHub } from "../../src/hub/testing/test-hubs.ts";
import type { Fact } from "../../src/index.ts";

/** A server of a storm. */
export interface StormNode extends TestHub {
  isAlive: boolean;
}

export interface StormNodeOptions {
  readonly report: (fact: Fact) => void;
  /** Receives the node before its hub uses it. */
  readonly onNode: (node: ClusterNode) => void;
}

/** The random decisions of a storm. */
export interface FaultContext {
  /** Returns a number from 0 to below 1. */
  readonly random: () => number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
}

/** The store and the network of the servers of a storm, and their faults. */
export interface StormWorld {
  /** The grace period of a session, in milliseconds. */
  readonly graceMs: number;
  start(options: StormNodeOptions): Promise<StormNode>;
  /** Injects a fault of the network or of the store at a node. Returns its name. */
  fault(node: StormNode, context: FaultContext): Promise<string>;
  /** Returns whether the store has the record of a session. */
  isStored(room: string, peerId: string, sessionId: string): Promise<boolean>;
  wait(milliseconds: number): Promise<void>;
  /** Lets the time pass until some work is done. */
  until<Value>(work: Promise<Value>): Promise<Value>;
  /** Ends all faults. */
  heal(): void;
  stop(): Promise<void>;
}
