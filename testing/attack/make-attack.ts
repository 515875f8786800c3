import { setTimeout } from "node:timers/promises";
import { atMost, type Figure, note, type Verdict, verdictOf } from "../kit/verdict.ts";
import { within } from "../kit/within.ts";
import type { Attack, Field } from "./attack.ts";
import { Canary } from "./canary.ts";
import { MemoryWatch } from "./memory.ts";
import type { Options } from "./options.ts";
import { traces } from "./secret-markers.ts";
import type { Target } from "./targets.ts";

/** Duration of the measurement before an attack, in milliseconds. */
const calmMs = { short: 100, long: 1_000 };

/** Time limit of an attack, in addition to its configured duration, in milliseconds. */
const patienceSeconds = 120;

/** Runs one attack on one server, and stops the server. */
export async function makeAttack(
  attack: Attack,
  target: Target,
  options: Options,
): Promise<Verdict> {
  const figures: Figure[] = [];
  let canary: Canary | undefined;
  const memory = target.pid === undefined ? undefined : new MemoryWatch(target.pid);
  try {
    canary = await Canary.start(target.endpoint);
    await canary.watch();
    await setTimeout(options.short ? calmMs.short : calmMs.long);
    const calm = await canary.report();
    await canary.watch();
    const isServerAlive = () => target.isAlive();
    const field: Field = { endpoint: target.endpoint, canary, memory, isServerAlive, options };
    figures.push(...(await run(attack, field)), note("canary p99 before", calm.p99, " ms"));
    figures.push(...(await lossOf(canary)));
    figures.push(atMost("server processes that ended", target.isAlive() ? 0 : 1, 0));
  } finally {
    await canary?.stop();
    memory?.stop();
    figures.push(...tracesIn(await target.stop()));
  }
  return verdictOf(figures);
}

/** An exception during an attack is a finding, even if it is a mistake of the attack. */
async function run(attack: Attack, field: Field): Promise<Figure[]> {
  const { seconds, patience } = field.options;
  try {
    return await within(patienceSeconds * patience + seconds, attack.name, attack.run(field));
  } catch (error) {
    const value = error instanceof Error ? error.message : String(error);
    return [{ name: "aborted", value, held: false }];
  }
}

async function lossOf(canary: Canary): Promise<Figure[]> {
  const { sent, lost, reconnections, p99 } = await canary.report();
  return [
    note("canary round trips", sent),
    atMost("canary messages lost", lost, 0),
    atMost("canary reconnections", reconnections, 0),
    note("canary p99 during", p99, " ms"),
  ];
}

/** Counts secret markers in the log of the server. */
function tracesIn(log: string | undefined): Figure[] {
  if (log === undefined) return [];
  const found = Object.entries(traces).filter(([, trace]) => log.includes(trace));
  return [
    note("lines logged at debug", log.split("\n").length - 1),
    atMost(`secrets in these lines${found.map(([name]) => `, ${name}`).join("")}`, found.length, 0),
  ];
}
