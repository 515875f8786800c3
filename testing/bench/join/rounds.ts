import type { Browser } from "playwright-core";
import type { BrowserName } from "./browsers.ts";
import { type Measurement, measure, type Stage } from "./measure.ts";
import { type Situation, titleOf } from "./situations.ts";
import type { Subject } from "./subjects.ts";

export interface Plan {
  readonly subjects: readonly Subject[];
  readonly situations: readonly Situation[];
  readonly rounds: number;
  /** Number of uncounted rounds, in which the servers and the browsers warm up. */
  readonly warmUpRounds: number;
}

export interface Theater extends Omit<Stage, "browser"> {
  readonly browsers: ReadonlyMap<BrowserName, Browser>;
}

/**
 * Measures every subject in every situation once per round, the subjects directly after each other, so that other load
 * on the machine affects all equally. Each round starts with the next subject, so that none always follows the same one.
 */
export async function measureRounds(theater: Theater, plan: Plan): Promise<Measurement[]> {
  const all: Measurement[] = [];
  const { warmUpRounds } = plan;
  for (let round = 1 - warmUpRounds; round <= plan.rounds; round += 1) {
    const isWarmUp = round <= 0;
    process.stderr.write(isWarmUp ? "warming up\n" : `round ${round} of ${plan.rounds}\n`);
    for (const situation of plan.situations) {
      const measured = await measureOnce(theater, plan, situation, round + warmUpRounds);
      if (!isWarmUp) all.push(...measured);
    }
  }
  return all;
}

async function measureOnce(
  { browsers, site, network }: Theater,
  { subjects, situations }: Plan,
  situation: Situation,
  round: number,
): Promise<Measurement[]> {
  const browser = browsers.get(situation.browser);
  if (!browser) throw new Error(`no browser for: ${titleOf(situation)}`);
  const stage = { browser, site, network };
  const place = `round-${round}-${situations.indexOf(situation)}`;
  const measurements: Measurement[] = [];
  for (const subject of rotated(subjects, round)) {
    measurements.push(await measure(stage, subject, situation, place));
  }
  return measurements;
}

function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
