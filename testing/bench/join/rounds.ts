import { type Measurement, measure, type Stage } from "./measure.ts";
import type { Options } from "./options.ts";
import { subjects } from "./subjects.ts";

/** Number of uncounted rounds, in which the servers and the browser warm up. */
export const warmUpRounds = 5;

/**
 * Measures every subject once per round, directly after each other, so that other load on the machine affects all
 * equally. Each round starts with the next subject, so that none always follows the same one.
 * `urls`: the servers of the subjects, in their order.
 */
export async function measureRounds(
  stage: Stage,
  urls: readonly string[],
  options: Options,
): Promise<Measurement[][]> {
  const rounds: Measurement[][] = [];
  for (let round = 1 - warmUpRounds; round <= options.rounds; round += 1) {
    const isWarmUp = round <= 0;
    process.stderr.write(isWarmUp ? "warming up\n" : `round ${round} of ${options.rounds}\n`);
    const measurements = await measureRound(stage, urls, round + warmUpRounds);
    if (!isWarmUp) rounds.push(measurements);
  }
  return rounds;
}

async function measureRound(
  stage: Stage,
  urls: readonly string[],
  number: number,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const place of subjects.keys()) {
    const index = (number + place) % subjects.length;
    const [subject, server] = [subjects[index], urls[index]];
    if (!subject || !server) throw new Error(`no subject ${index}`);
    measurements.push(await measure(stage, subject, { server, place: `round-${number}` }));
  }
  return measurements;
}
