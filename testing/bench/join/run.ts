import { loadavg } from "node:os";
import type { Browser } from "playwright-core";
import { buildAll } from "../../kit/build.ts";
import { thisMachine } from "../../kit/machine.ts";
import { runProgram } from "../../kit/run-program.ts";
import { versionOf } from "../../kit/versions.ts";
import { type BrowserName, startBrowser } from "./browsers.ts";
import type { Measurement } from "./measure.ts";
import { Network } from "./network.ts";
import { help, type Options, readOptions } from "./options.ts";
import { report, type Setting } from "./report.ts";
import { resultsOf } from "./results.ts";
import { measureRounds, type Plan } from "./rounds.ts";
import { Site } from "./site.ts";
import { situationsOf, titleOf } from "./situations.ts";
import { subjectsWith } from "./subjects.ts";

await runProgram({ help, readOptions, run: bench });

async function bench(options: Options): Promise<void> {
  const plan: Plan = {
    subjects: subjectsWith(options.before),
    situations: situationsOf(options),
    rounds: options.rounds,
    warmUpRounds: options.warmUpRounds,
  };
  process.stderr.write("building the server and the client\n");
  buildAll();
  const browsers = new Map<BrowserName, Browser>();
  const site = await Site.start(plan.subjects);
  const network = await Network.start(plan.subjects, options.delaysMs);
  try {
    for (const name of options.browsers) browsers.set(name, await startBrowser(name));
    const loads = [loadOf()];
    const measurements = await measureRounds({ browsers, site, network }, plan);
    loads.push(loadOf());
    const setting: Setting = {
      machine: thisMachine(),
      loads,
      browsers: [...browsers].map(([name, browser]) => `${name} ${browser.version()}`),
      versions: [...new Set(plan.subjects.flatMap(({ packages }) => packages))].map(versionOf),
      rounds: options.rounds,
    };
    process.stdout.write(
      options.json ? jsonOf(setting, measurements) : textOf(setting, plan, measurements),
    );
  } finally {
    for (const browser of browsers.values()) await browser.close();
    site.stop();
    await network.stop();
  }
}

function loadOf(): number {
  return loadavg()[0] ?? Number.NaN;
}

function textOf(setting: Setting, plan: Plan, measurements: readonly Measurement[]): string {
  const sections = plan.situations.map((situation) => ({
    title: titleOf(situation),
    results: resultsOf(measurements, situation, plan.subjects),
  }));
  return report(setting, sections);
}

function jsonOf(setting: Setting, measurements: readonly Measurement[]): string {
  const plain = measurements.map(({ subject, situation, times }) => ({
    client: subject.title,
    ...situation,
    times,
  }));
  return `${JSON.stringify({ setting, measurements: plain })}\n`;
}
