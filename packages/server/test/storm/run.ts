import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { countOf } from "../../../../testing/kit/count.ts";
import { RedisWorld } from "./redis-world.ts";
import { Storm } from "./storm.ts";

const help = `Usage: npm run storm -- [options]

Runs three servers and 24 clients on a Redis, with faults in a random order that a seed determines: servers that are
killed or stopped, a Redis that hangs or loses its data, connections to Redis that are reset or cut. Afterwards, no
session may be lost, no message may arrive twice or out of order, and all rosters must be correct.

  --first <seed>     the first seed (default: 1)
  --seeds <count>    the number of seeds (default: 10)
  --minutes <count>  run new seeds for this time instead
  --steps <count>    the number of actions and faults of each seed (default: 1000)
  --help             print this help and exit
`;

try {
  const { values } = parseArgs({
    options: {
      first: { type: "string", default: "1" },
      seeds: { type: "string", default: "10" },
      minutes: { type: "string" },
      steps: { type: "string", default: "1000" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) process.stdout.write(help);
  else {
    const first = countOf("--first", values.first);
    const steps = countOf("--steps", values.steps);
    const endMs =
      values.minutes === undefined
        ? undefined
        : performance.now() + countOf("--minutes", values.minutes) * 60_000;
    const last = first + countOf("--seeds", values.seeds) - 1;
    const isOver = (seed: number) =>
      endMs === undefined ? seed > last : performance.now() >= endMs;
    let failed = 0;
    let seed = first;
    for (; !isOver(seed); seed += 1) if (!(await holds(seed, steps))) failed += 1;
    process.stdout.write(`${seed - first} seeds, ${failed} with problems\n`);
    process.exitCode = failed === 0 ? 0 : 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
// A socket that fails while Node 20 resets it is never closed, and Node would wait for it.
process.exit();

/** Runs the storm of one seed. Prints what happened, and returns whether everything held. */
async function holds(seed: number, steps: number): Promise<boolean> {
  const storm = new Storm(await RedisWorld.start(), seed);
  await storm.run(steps);
  const found = [...storm.problems, ...storm.losses];
  process.stdout.write(
    `seed ${seed}: ${found.length === 0 ? "held" : "failed"} ${storm.counted}\n`,
  );
  if (found.length === 0) return true;
  const file = join(mkdtempSync(join(tmpdir(), "storm-")), `${seed}.log`);
  writeFileSync(file, [...storm.log, ...found, ""].join("\n"));
  for (const problem of found) process.stdout.write(`  ${problem}\n`);
  process.stdout.write(`  the whole story is in ${file}\n`);
  return false;
}
