import type { Topic } from "../cluster/bus.ts";
import type { ClusterNode } from "../cluster/cluster.ts";
import { tellOthers } from "../cluster/other-nodes.ts";

/** The maximum length of a subject or an address in a message of another node. */
const longestKey = 4_096;

/**
 * Counts something for a key on all nodes. Returns the function that tells the other nodes; `count` receives what they tell.
 */
export function countEverywhere(
  node: Pick<ClusterNode, "id" | "bus" | "directory">,
  name: string,
  count: (key: string) => void,
): (key: string) => void {
  const topic: Topic<string, void> = { name };
  node.bus.serve(topic, ({ question: key }) => {
    if (typeof key === "string" && key.length <= longestKey) count(key);
  });
  return (key) => tellOthers(node, topic, key);
}
