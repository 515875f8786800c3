import { buildServer } from "../kit/build.ts";
import { thisMachine } from "../kit/machine.ts";
import { type Measurement, measureRound } from "./measure.ts";
import { help, type Options, readOptions } from "./options.ts";
import { report } from "./report.ts";
import { resultsOf } from "./results.ts";
import { comparisonWith } from "./subjects.ts";

const options = readOptions(process.argv.slice(2));
if (options.help) process.stdout.write(help);
else await bench(options);

async function bench(options: Options): Promise<void> {
  process.stderr.write("building the server\n");
  buildServer();
  const comparison = comparisonWith(options.before);
  const rounds: Measurement[][] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    process.stderr.write(`round ${round} of ${options.rounds}\n`);
    rounds.push(await measureRound(options, comparison.subjects));
  }
  const said = options.json
    ? JSON.stringify(rounds.map((round) => round.map(plain)))
    : report(thisMachine(), { ...options, comparison }, resultsOf(rounds, comparison));
  process.stdout.write(`${said}\n`);
}

function plain({ task, subject, microsecondsPerMessage }: Measurement) {
  return {
    task: task.name,
    signal: task.signal.name,
    server: subject.title,
    microsecondsPerMessage,
  };
}
