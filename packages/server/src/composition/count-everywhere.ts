import type { Topic } from "../cluster/bus.ts";
import type { ClusterNode } from "../cluster/cluster.ts";
import { otherNodes } from "../cluster/other-nodes.ts";

/** The maximum length of a subject or an address in a message of another node. */
const longestKey = 4_096;

/**
 * Counts something for a key on all nodes. Returns the function that tells the other nodes; `count` receives what they tell.
 * They learn of it a moment later, or not at all without contact.
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
  const tellAll = async (key: string) => {
    for (const other of await otherNodes(node)) node.bus.tell(other, topic, key);
  };
  return (key) => {
    tellAll(key).catch(() => {});
  };
}
