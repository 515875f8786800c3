import type { Topic } from "../cluster/bus.ts";
import type { ClusterNode } from "../cluster/cluster.ts";
import { otherNodes } from "../cluster/other-nodes.ts";
import type { HubState } from "./state.ts";

type Here<Question, Answer> = (hub: HubState, question: Question) => Answer | Promise<Answer>;

/**
 * Asks all nodes, this one first. Rejects with `unavailable` if one of the others does not respond, or if the directory does
 * not list them; the nodes that were reached, and this one, have done their part then.
 */
export async function askAll<Question, Answer>(
  hub: HubState,
  topic: Topic<Question, Answer>,
  question: Question,
  here: Here<Question, Answer>,
): Promise<readonly Answer[]> {
  const own = here(hub, question);
  const others = otherNodes(hub.node).then((nodes) => askThem(hub.node, nodes, topic, question));
  const [answer, answers] = await Promise.all([own, others]);
  return [answer, ...answers];
}

/** Like {@link askAll}, but if the directory does not list the nodes, nothing happens: a repetition would have its effect twice. */
export async function askAllOrNone<Question, Answer>(
  hub: HubState,
  topic: Topic<Question, Answer>,
  question: Question,
  here: Here<Question, Answer>,
): Promise<readonly Answer[]> {
  const nodes = await otherNodes(hub.node);
  const others = askThem(hub.node, nodes, topic, question);
  const [answer, answers] = await Promise.all([here(hub, question), others]);
  return [answer, ...answers];
}

function askThem<Question, Answer>(
  { bus }: ClusterNode,
  nodes: readonly string[],
  topic: Topic<Question, Answer>,
  question: Question,
): Promise<readonly Answer[]> {
  return Promise.all(nodes.map((node) => bus.ask(node, topic, question)));
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
