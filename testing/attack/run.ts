import { loadavg } from "node:os";
import { buildServer } from "../kit/build.ts";
import { thisMachine } from "../kit/machine.ts";
import { runProgram } from "../kit/run-program.ts";
import { note, type Verdict } from "../kit/verdict.ts";
import type { Attack } from "./attack.ts";
import { attacksOf } from "./attacks.ts";
import { Canary } from "./canary.ts";
import { makeAttack } from "./make-attack.ts";
import { help, type Options, readOptions } from "./options.ts";
import { type Row, report, type Setting } from "./report.ts";
import {
  runningTarget,
  startTarget,
  type Target,
  type TargetName,
  titles,
  versionsOf,
} from "./targets.ts";

/** The title of a target and its start function. */
interface Opponent {
  readonly title: string;
  readonly versions: readonly string[];
  readonly isOurs: boolean;
  start(attack: Attack): Promise<Target>;
}

await runProgram({ help, readOptions, run: attackAll });

async function attackAll(options: Options): Promise<void> {
  const attacks = attacksOf(options.only);
  const opponents = opponentsOf(options);
  if (opponents.some(({ isOurs }) => isOurs)) {
    process.stderr.write("building the server\n");
    buildServer();
  }
  const rows: Row[] = [];
  try {
    for (const attack of attacks) rows.push(await rowOf(attack, opponents, options));
  } finally {
    Canary.end();
  }
  const setting: Setting = {
    machine: thisMachine(),
    titles: opponents.map(({ title }) => title),
    versions: opponents.flatMap(({ versions }) => versions),
    seed: options.seed,
  };
  if (options.json) process.stdout.write(`${JSON.stringify({ setting, rows })}\n`);
  else process.stdout.write(report(setting, rows));
  const isHeld = rows.every(({ verdicts }) => verdicts.every((verdict) => verdict?.held ?? true));
  process.exitCode = isHeld ? 0 : 1;
}

function opponentsOf({ targets, token }: Options): readonly Opponent[] {
  if (targets instanceof URL) {
    const start = async () => runningTarget(targets, token);
    return [{ title: targets.host, versions: [], isOurs: false, start }];
  }
  return targets.map((name: TargetName) => ({
    title: titles[name],
    versions: versionsOf(name),
    isOurs: name === "ours",
    start: ({ setting }) => startTarget(name, setting),
  }));
}

async function rowOf(
  attack: Attack,
  opponents: readonly Opponent[],
  options: Options,
): Promise<Row> {
  const verdicts: (Verdict | undefined)[] = [];
  for (const { title, isOurs, start } of opponents) {
    if (attack.oursOnly && !isOurs) {
      verdicts.push(undefined);
      continue;
    }
    process.stderr.write(`${attack.name}: ${title}\n`);
    const [load = 0] = loadavg();
    const { held, figures } = await makeAttack(attack, await start(attack), options);
    verdicts.push({ held, figures: [...figures, note("load before", load)] });
  }
  return { attack, verdicts };
}
