import type { Bus } from "./bus.ts";
import type { Directory } from "./directory.ts";

/** A server process of a cluster, as the cluster knows it. Its id is new with every start. */
export interface ClusterNode {
  readonly id: string;
  /** The time since which the directory has its memory, in milliseconds since 1970. */
  readonly epochStartedAtMs: number;
  readonly directory: Directory;
  readonly bus: Bus;
  /** Leaves the cluster: other nodes keep the sessions of this node as away, and its other peers leave. */
  close(): void;
}

export interface ClusterNodeOptions {
  /** The grace period of an away session, in milliseconds. */
  readonly graceMs: number;
  /** Receives errors of the node that are no refusals. */
  readonly failed: (error: unknown) => void;
}

/** A group of servers that share their rooms. */
export interface Cluster {
  /** Signs session secrets if no key is configured, so that all nodes accept each other's secrets. */
  readonly key: string;
  join(options: ClusterNodeOptions): ClusterNode;
}
