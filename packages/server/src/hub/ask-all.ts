import type { Topic } from "../cluster/bus.ts";
import { otherNodes } from "../cluster/other-nodes.ts";
import type { HubState } from "./state.ts";

/**
 * Asks all nodes, this one included. Rejects with `unavailable` if one of the others does not respond; the other nodes have
 * done their part then.
 */
export async function askAll<Question, Answer>(
  hub: HubState,
  topic: Topic<Question, Answer>,
  question: Question,
  here: (hub: HubState, question: Question) => Answer | Promise<Answer>,
): Promise<readonly Answer[]> {
  const others = await otherNodes(hub.node);
  return Promise.all([
    here(hub, question),
    ...others.map((node) => hub.node.bus.ask(node, topic, question)),
  ]);
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
