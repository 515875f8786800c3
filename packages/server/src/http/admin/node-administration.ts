import type { Page, PageRequest } from "../../cluster/page.ts";
import type { AdminAction } from "../../hub/admin-action.ts";

/** The state of a server: it accepts clients, has no contact to the others, or rejects new clients because it ends. */
export type NodeState = "ready" | "apart" | "draining";

/** A server of the cluster. */
export interface NodeSummary {
  readonly node: string;
  /** Whether it is the server that responds to the request. */
  readonly isHere: boolean;
  /** `undefined`: the server does not answer. */
  readonly status: NodeStatus | undefined;
}

/** The state of a server, as it states it. */
export interface NodeStatus {
  readonly version: string;
  readonly startedAt: string;
  readonly state: NodeState;
  /** The number of rooms with peers of this server. */
  readonly rooms: number;
  /** The numbers of sessions: connected without a room, in a room, and with a lost connection. */
  readonly visitors: number;
  readonly peers: number;
  readonly away: number;
}

export interface DrainAction extends AdminAction {
  readonly node: string;
}

/** The operations of administrators on servers. */
export interface NodeAdministration {
  /** Returns a page of the servers, sorted by id. */
  listNodes(request: PageRequest): Promise<Page<NodeSummary>>;
  /** Begins the drain of a server, and resolves with the number of its sockets. Refuses with `peer-not-found`. */
  drainNode(action: DrainAction): Promise<number>;
}
