import { buildServer } from "../../kit/build.ts";
import { runProgram } from "../../kit/run-program.ts";
import type { Situation } from "./cluster-load.ts";
import { measureFloor } from "./floor.ts";
import { type Measurement, measureRound } from "./measure.ts";
import { help, type Options, readOptions } from "./options.ts";
import { report } from "./report.ts";

const placementsOfSeveral = ["alone", "together", "spread"] as const;

await runProgram({ help, readOptions, run: bench });

async function bench(options: Options): Promise<void> {
  if (options.floor) {
    process.stdout.write(await measureFloor(options.rounds));
    return;
  }
  process.stderr.write("building the server\n");
  buildServer();
  const groups = options.servers.map((servers) =>
    situationsOf(servers, options.before).map((situation) => ({
      situation,
      measurements: [] as Measurement[],
    })),
  );
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const [index, group] of groups.entries()) {
      process.stderr.write(
        `round ${round} of ${options.rounds}: servers ${options.servers[index]}\n`,
      );
      const measurements = await measureRound(
        group.map(({ situation }) => situation),
        options,
      );
      for (const [number, measurement] of measurements.entries()) {
        group[number]?.measurements.push(measurement);
      }
    }
  }
  process.stdout.write(report(groups.flat(), options));
}

function situationsOf(servers: number, before: string | undefined): readonly Situation[] {
  const placements = servers === 1 ? (["alone"] as const) : placementsOfSeveral;
  return placements.flatMap((placement): Situation[] => {
    const situation = { servers, placement };
    const isCompared = before !== undefined && placement !== "alone";
    return isCompared ? [situation, { ...situation, before }] : [situation];
  });
}
