import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { report } from "./report.ts";
import { bundleClient, filesBelow } from "./web.ts";

/** The files that a browser loads and their maximum size: gzip, in kB of 1,000 bytes. */
interface Load {
  readonly name: string;
  readonly kilobytes: number;
  readonly most: number;
}

async function measure(): Promise<readonly Load[]> {
  const folder = mkdtempSync(join(tmpdir(), "sizes-"));
  try {
    const whole = join(folder, "whole.js");
    const alone = join(folder, "alone.js");
    await bundleClient({ file: whole });
    await bundleClient({ file: alone, external: ["socket.io-client", "socket.io-parser"] });
    return [
      { name: "client without socket.io-client", kilobytes: weigh([alone]), most: 16.5 },
      { name: "client with socket.io-client", kilobytes: weigh([whole]), most: 28.1 },
      { name: "demo, first load", kilobytes: weigh(demoFiles()), most: 150 },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function demoFiles(): string[] {
  return filesBelow("packages/server/dist/web/demo").filter((file) => !/\.(br|gz)$/.test(file));
}

function weigh(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).byteLength / 1_000, 0);
}

const loads = await measure();
for (const { name, kilobytes, most } of loads) {
  process.stdout.write(`${name}: ${kilobytes.toFixed(1)} kB of at most ${most} kB\n`);
}
const tooLarge = loads.filter(({ kilobytes, most }) => kilobytes > most);
report(
  "sizes",
  tooLarge.map(({ name }) => `${name}: too large`),
);
