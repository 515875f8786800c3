import type { ClusterNode } from "./cluster.ts";

/** Returns the ids of all nodes except this one. Rejects like `Directory.nodes`. */
export async function otherNodes({
  id,
  directory,
}: Pick<ClusterNode, "id" | "directory">): Promise<readonly string[]> {
  return (await directory.nodes()).filter((node) => node !== id);
}
