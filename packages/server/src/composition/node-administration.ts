import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Topic } from "../cluster/bus.ts";
import type { ClusterNode } from "../cluster/cluster.ts";
import { otherNodes } from "../cluster/other-nodes.ts";
import { pageOf } from "../cluster/page.ts";
import type { OpenConnections } from "../connection/open-connections.ts";
import type {
  DrainAction,
  NodeAdministration,
  NodeStatus,
  NodeSummary,
} from "../http/admin/node-administration.ts";
import type { Readiness } from "../http/health.ts";
import type { Census } from "../hub/census.ts";
import type { Report } from "../telemetry/fact.ts";
import { version } from "../version.ts";

export interface NodeAdministrationOptions {
  readonly node: Pick<ClusterNode, "id" | "bus" | "directory">;
  readonly census: () => Census;
  readonly readiness: () => Readiness;
  readonly openConnections: Pick<OpenConnections, "size">;
  readonly drain: () => Promise<void>;
  readonly report: Report;
}

/** The time until a drain begins, in milliseconds. A server without clients closes at once, but must answer before. */
const answerMs = 200;

const statusTopic: Topic<null, NodeStatus> = { name: "node-status" };
const drainTopic: Topic<null, number> = { name: "drain-node" };

/** Returns the operations on all servers, and answers the questions of the others about this one. */
export function nodeAdministration(options: NodeAdministrationOptions): NodeAdministration {
  const { node, report } = options;
  const startedAt = new Date().toISOString();
  const statusHere = () => statusOf(options, startedAt);
  const drainHere = () => drainSoon(options);
  node.bus.serve(statusTopic, statusHere);
  node.bus.serve(drainTopic, drainHere);
  const status = async (of: string): Promise<NodeSummary> => {
    if (of === node.id) return { node: of, isHere: true, status: statusHere() };
    const answer = await node.bus.ask(of, statusTopic, null).catch(() => undefined);
    return { node: of, isHere: false, status: answer };
  };
  return {
    async listNodes(request) {
      // Without contact to the others, an administrator still sees this server.
      const others = await otherNodes(node).catch(() => []);
      const { items, ...rest } = pageOf([node.id, ...others], (id) => id, request);
      return { items: await Promise.all(items.map(status)), ...rest };
    },
    async drainNode({ node: drained, actor }: DrainAction) {
      if (drained !== node.id && !(await otherNodes(node)).includes(drained)) {
        throw new SignalingError(
          "peer-not-found",
          `no server has the id ${JSON.stringify(drained)}; list the servers for their ids`,
        );
      }
      report({ type: "drain.requested", node: drained, actor });
      return drained === node.id ? drainHere() : node.bus.ask(drained, drainTopic, null);
    },
  };
}

function statusOf({ census, readiness }: NodeAdministrationOptions, startedAt: string): NodeStatus {
  const { rooms, sessions } = census();
  const state = readiness();
  const count = (kind: string) =>
    sessions.reduce((sum, of) => sum + (of.state === kind ? of.sessions : 0), 0);
  return {
    version,
    startedAt,
    state: state === "closing" ? "draining" : state,
    rooms,
    visitors: count("visitor"),
    peers: count("peer"),
    away: count("away"),
  };
}

/** Begins a drain after the answer, and returns the number of sockets. */
function drainSoon({ openConnections, drain, report }: NodeAdministrationOptions): number {
  setTimeout(() => {
    drain().catch((error: unknown) => report({ type: "request.failed", error }));
  }, answerMs);
  return openConnections.size;
}
