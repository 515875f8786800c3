import { setTimeout } from "node:timers/promises";
import type { ClientFleet } from "./client-fleet.ts";
import type { Oracle } from "./oracle.ts";

/** Time limit until every signal must have an outcome, in milliseconds. */
const answerMs = 30_000;

const lookMs = 250;

/** Waits until all rosters are correct. Returns the sentences about wrong ones, and the time, in milliseconds. */
export async function settled(
  fleet: ClientFleet,
  mostMs: number,
): Promise<readonly [readonly string[], number]> {
  const startMs = performance.now();
  for (;;) {
    const wrong = await fleet.wrongRosters();
    const tookMs = performance.now() - startMs;
    if (wrong.length === 0 || tookMs > mostMs) return [wrong, tookMs];
    await setTimeout(lookMs);
  }
}

/** Waits until every signal has an outcome: a client may just be about to repeat one. */
export async function answered(oracle: Oracle): Promise<number> {
  const startMs = performance.now();
  const tookMs = () => performance.now() - startMs;
  while (oracle.count().unanswered > 0 && tookMs() < answerMs) await setTimeout(lookMs);
  const answeredMs = tookMs();
  // Messages that have not arrived after this second are lost.
  await setTimeout(1_000);
  return answeredMs;
}
