import { buildServer } from "../../kit/build.ts";
import { runProgram } from "../../kit/run-program.ts";
import { clientKinds } from "./client.ts";
import { type Measurement, measure } from "./measure.ts";
import { help, type Options, readOptions } from "./options.ts";
import { report } from "./report.ts";

await runProgram({ help, readOptions, run: bench });

async function bench(options: Options): Promise<void> {
  process.stderr.write("building the server\n");
  buildServer();
  const results = clientKinds.map((kind) => ({
    kind,
    title: kind.title,
    measurements: [] as Measurement[],
  }));
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const { kind, measurements } of results) {
      process.stderr.write(`round ${round} of ${options.rounds}: ${kind.title}\n`);
      measurements.push(await measure(kind, options));
    }
  }
  process.stdout.write(report(results, options));
}
