import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { report } from "./report.ts";
import { bundleClient, bundleLaterPart, filesBelow, laterParts } from "./web.ts";

/** The files that a browser loads and their maximum size: gzip, in kB of 1,000 bytes. */
interface Load {
  readonly name: string;
  readonly kilobytes: number;
  readonly most: number;
}

async function measure(): Promise<readonly Load[]> {
  const folder = mkdtempSync(join(tmpdir(), "sizes-"));
  try {
    const client = join(folder, "client.js");
    await Promise.all([
      bundleClient({ file: client }),
      ...laterParts.map((part) => bundleLaterPart(part, folder)),
    ]);
    return [
      { name: "client with the plain WebSocket", kilobytes: weigh([client]), most: 17.5 },
      ...laterParts.map(({ file, most }) => ({
        name: `${file}, loaded on demand`,
        kilobytes: weigh([join(folder, file)]),
        most,
      })),
      { name: "demo, first load", kilobytes: weigh(filesOf("demo")), most: 150 },
      { name: "console, first load", kilobytes: weigh(filesOf("admin")), most: 30 },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns the files of a page, without their compressed forms. */
function filesOf(page: string): string[] {
  return filesBelow(`packages/server/dist/web/${page}`).filter((file) => !/\.(br|gz)$/.test(file));
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
