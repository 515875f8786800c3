import { buildAll } from "../../kit/build.ts";
import { thisMachine } from "../../kit/machine.ts";
import { ServerProcess } from "../../kit/measured-server.ts";
import { versionOf } from "../../kit/versions.ts";
import { startBrowser } from "./browser.ts";
import { help, type Options, readOptions } from "./options.ts";
import { report, type Setting } from "./report.ts";
import { resultsOf } from "./results.ts";
import { measureRounds } from "./rounds.ts";
import { Site } from "./site.ts";
import { subjects } from "./subjects.ts";

const options = readOptions(process.argv.slice(2));
if (options.help) process.stdout.write(help);
else await bench(options);

async function bench(options: Options): Promise<void> {
  process.stderr.write("building the server and the client\n");
  buildAll();
  const browser = await startBrowser();
  const site = await Site.start();
  const servers = await Promise.all(subjects.map(({ server }) => ServerProcess.start(server)));
  try {
    const urls = servers.map(({ url }) => url);
    const setting: Setting = {
      machine: thisMachine(),
      browser: browser.version(),
      versions: subjects.flatMap(({ packages }) => packages.map(versionOf)),
      rounds: options.rounds,
    };
    const rounds = await measureRounds({ browser, site }, urls, options);
    if (options.json) process.stdout.write(`${JSON.stringify({ setting, rounds })}\n`);
    else process.stdout.write(report(setting, resultsOf(rounds)));
  } finally {
    await browser.close();
    site.stop();
    await Promise.all(servers.map((server) => server.stop()));
  }
}
