import type { Topic } from "../cluster/bus.ts";
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
  return askAmong(() => otherNodes(hub.node), hub, topic, question, here);
}

/** Like {@link askAll}, but if the directory does not list the nodes, nothing happens: a repetition would have its effect twice. */
export async function askAllOrNone<Question, Answer>(
  hub: HubState,
  topic: Topic<Question, Answer>,
  question: Question,
  here: Here<Question, Answer>,
): Promise<readonly Answer[]> {
  const nodes = await otherNodes(hub.node);
  return askAmong(async () => nodes, hub, topic, question, here);
}

async function askAmong<Question, Answer>(
  list: () => Promise<readonly string[]>,
  hub: HubState,
  topic: Topic<Question, Answer>,
  question: Question,
  here: Here<Question, Answer>,
): Promise<readonly Answer[]> {
  const own = here(hub, question);
  const others = list().then((nodes) =>
    Promise.all(nodes.map((node) => hub.node.bus.ask(node, topic, question))),
  );
  const [answer, answers] = await Promise.all([own, others]);
  return [answer, ...answers];
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
