import { buildServer } from "../kit/build.ts";
import { thisMachine } from "../kit/machine.ts";
import { runProgram } from "../kit/run-program.ts";
import { drill } from "./drill.ts";
import { lossyNetwork } from "./lossy-network.ts";
import { help, type Options, readOptions } from "./options.ts";
import { printFigures } from "./report.ts";

await runProgram({ help, readOptions, run });
// A socket that fails while Node 20 resets it is never closed, and Node would wait for it.
process.exit();

async function run(options: Options): Promise<void> {
  if (options.lossPercent > 0) {
    process.exitCode = lossyNetwork(options.lossPercent, process.argv);
    return;
  }
  process.stderr.write("building the server\n");
  buildServer();
  const figures = await drill(options, (sentence) => process.stderr.write(`${sentence}\n`));
  const setting = { machine: thisMachine(), options };
  printFigures(setting, figures, options.json);
}
