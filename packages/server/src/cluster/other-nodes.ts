import type { Topic } from "./bus.ts";
import type { ClusterNode } from "./cluster.ts";

/** Returns the ids of all nodes except this one. Rejects like `Directory.nodes`. */
export async function otherNodes({
  id,
  directory,
}: Pick<ClusterNode, "id" | "directory">): Promise<readonly string[]> {
  return (await directory.nodes()).filter((node) => node !== id);
}

/** Tells all other nodes something. They learn of it a moment later, or not at all without contact. */
export function tellOthers<Question>(
  node: Pick<ClusterNode, "id" | "bus" | "directory">,
  topic: Topic<Question, unknown>,
  question: Question,
): void {
  const tell = (others: readonly string[]) => {
    for (const other of others) node.bus.tell(other, topic, question);
  };
  otherNodes(node).then(tell, () => {});
}
