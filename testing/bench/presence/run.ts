import { buildServer } from "../../kit/build.ts";
import { thisMachine } from "../../kit/machine.ts";
import { markdownTable } from "../../kit/markdown.ts";
import { ServerProcess } from "../../kit/measured-server.ts";
import { summarize } from "../statistics.ts";
import { help, type Options, readOptions } from "./options.ts";
import { type Storm, storm } from "./storm.ts";
import { seed, session, type Way } from "./ways.ts";

const options = readOptions(process.argv.slice(2));
if (options.help) process.stdout.write(help);
else await bench(options);

async function bench({ peers, rounds }: Options): Promise<void> {
  process.stderr.write("building the server\n");
  buildServer();
  const seeds: Storm[] = [];
  const sessions: Storm[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`round ${round} of ${rounds}\n`);
    seeds.push(await measure(seed, peers));
    sessions.push(await measure(session, peers));
  }
  process.stdout.write(report({ peers, seeds, sessions }));
}

/** Each storm uses a new server, so that memory of an earlier one has no effect. */
async function measure(way: Way, peers: number): Promise<Storm> {
  const server = await ServerProcess.start("signaling");
  try {
    return await storm(server, way, peers);
  } finally {
    await server.stop();
  }
}

interface Results {
  readonly peers: number;
  readonly seeds: readonly Storm[];
  readonly sessions: readonly Storm[];
}

function report({ peers, seeds, sessions }: Results): string {
  const { processor, cores, system, node, date } = thisMachine();
  const row = ({ title }: Way, storms: readonly Storm[]) => {
    const cpu = summarize(storms.map(({ cpuSeconds }) => cpuSeconds));
    const ratio = summarize(
      storms.map(({ cpuSeconds }, index) => cpuSeconds / (seeds[index]?.cpuSeconds ?? Number.NaN)),
    );
    const seconds = summarize(storms.map((one) => one.seconds));
    return [
      title,
      cpu.median.toFixed(2),
      `${cpu.minimum.toFixed(2)}..${cpu.maximum.toFixed(2)}`,
      ratio.median.toFixed(3),
      `${ratio.minimum.toFixed(3)}..${ratio.maximum.toFixed(3)}`,
      seconds.median.toFixed(1),
    ];
  };
  const heads = ["clients", "CPU s median", "min..max", "ratio", "min..max", "complete rosters, s"];
  return `${processor}, ${cores} cores, ${system}, Node ${node}, ${date}
${seeds.length} rounds; ratio: to stock clients, round by round

Join storm: server CPU while ${peers} connected clients become ready at once, in one room
${markdownTable(heads, [row(seed, seeds), row(session, sessions)])}
`;
}
