import { buildServer } from "../kit/build.ts";
import { thisMachine } from "../kit/machine.ts";
import { runProgram } from "../kit/run-program.ts";
import { measureIdlePeers } from "./measure-idle.ts";
import { measureJoins } from "./measure-join.ts";
import { measureMessages } from "./measure-messages.ts";
import { measureStarts } from "./measure-start.ts";
import { help, type Options, type Part, readOptions } from "./options.ts";
import type { Measurement } from "./quantities.ts";
import { report } from "./report.ts";
import { resultsOf } from "./results.ts";
import { comparisonWith, type Subject } from "./subjects.ts";

const measures: Readonly<
  Record<Part, (subjects: readonly Subject[], options: Options) => Promise<Measurement[]>>
> = {
  messages: measureMessages,
  start: measureStarts,
  idle: measureIdlePeers,
  join: measureJoins,
};

await runProgram({ help, readOptions, run: bench });

async function bench(options: Options): Promise<void> {
  const comparison = comparisonWith(options.before);
  process.stderr.write("building the server\n");
  buildServer();
  const measurements: Measurement[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const part of options.only) {
      process.stderr.write(`round ${round} of ${options.rounds}: ${part}\n`);
      const subjects = comparison.subjects.filter((subject) => subject.parts.includes(part));
      measurements.push(...(await measures[part](subjects, options)));
    }
  }
  const said = options.json
    ? JSON.stringify(measurements.map(plain))
    : report(thisMachine(), { ...options, comparison }, resultsOf(measurements, comparison));
  process.stdout.write(`${said}\n`);
}

function plain({ quantity, subject, value }: Measurement) {
  return { quantity: quantity.name, server: subject.title, value };
}
