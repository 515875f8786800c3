import type { Report } from "../telemetry/fact.ts";
import type { Bus } from "./bus.ts";
import type { Directory } from "./directory.ts";

/** A server process of a cluster, as the cluster knows it. Its id is new with every start. */
export interface ClusterNode {
  readonly id: string;
  /** The time since which the directory has its memory, in milliseconds since 1970; `undefined` if it is not known yet. */
  readonly epochStartedAtMs: number | undefined;
  /** The time of a clock that all nodes share, in milliseconds since 1970. */
  nowMs(): number;
  readonly directory: Directory;
  readonly bus: Bus;
  /** Returns what another live node states about itself; `undefined` for any other id. */
  card(node: string): NodeCard | undefined;
  /** New clients can join rooms: the node has contact to the others, or lost it only moments ago. */
  readonly isReady: boolean;
  /** Resolves when the node has tried to reach the others. Rejects if it cannot succeed without other settings. */
  readonly opened: Promise<void>;
  /**
   * Leaves the cluster: other nodes keep the sessions of this node as away, and its other peers leave. Resolves when the
   * others know it, or have no contact.
   */
  close(): Promise<void>;
}

/** The data that a node states about itself. */
export interface NodeCard {
  /** The URL at which other nodes reach the node's HTTP server. */
  readonly url?: string | undefined;
}

export interface ClusterNodeOptions {
  readonly card: NodeCard;
  /** The grace period of an away session, in milliseconds. */
  readonly graceMs: number;
  readonly report: Report;
}

/** A group of servers that share their rooms. */
export interface Cluster {
  /** Signs session secrets if no key is configured, so that all nodes accept each other's secrets. */
  readonly key: string;
  join(options: ClusterNodeOptions): ClusterNode;
}
