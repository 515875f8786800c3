import { buildServer } from "../kit/build.ts";
import { thisMachine } from "../kit/machine.ts";
import { drill } from "./drill.ts";
import { lossyNetwork } from "./lossy-network.ts";
import { help, readOptions } from "./options.ts";
import { report } from "./report.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(help);
  else if (options.lossPercent > 0)
    process.exitCode = lossyNetwork(options.lossPercent, process.argv);
  else {
    process.stderr.write("building the server\n");
    buildServer();
    const figures = await drill(options, (sentence) => process.stderr.write(`${sentence}\n`));
    const setting = { machine: thisMachine(), options };
    process.stdout.write(
      options.json ? `${JSON.stringify({ setting, figures })}\n` : report(setting, figures),
    );
    process.exitCode = figures.every(({ held }) => held) ? 0 : 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
// A socket that fails while Node 20 resets it is never closed, and Node would wait for it.
process.exit();
