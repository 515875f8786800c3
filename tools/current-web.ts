import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { webSources } from "./web-sources.js";

/** The record of the last complete build. */
const recordFile = "node_modules/.cache/web-build.json";

const builtFile = "packages/server/dist/web/client.js";

/** Everything that the files for browsers are built from. */
const sources = [...webSources, "tools/web.ts", "package-lock.json"];

interface WebBuild {
  readonly startedAtMs: number;
  /** The quality of brotli, 0 to 11. */
  readonly quality: number;
}

/**
 * Builds the files for browsers if a source has changed since the last build, or if that build had a lower quality of brotli.
 * Loads the bundlers only then, because that alone takes 2 s of processor time.
 */
export async function buildChangedWeb({ quality }: Pick<WebBuild, "quality">): Promise<void> {
  const last = lastBuild();
  if (last && last.quality >= quality && lastChangeMs() < last.startedAtMs) return;
  // A build that is interrupted leaves incomplete files.
  rmSync(recordFile, { force: true });
  const startedAtMs = Date.now();
  const { buildWeb } = await import("./web.ts");
  await buildWeb({ quality });
  const build: WebBuild = { startedAtMs, quality };
  mkdirSync(dirname(recordFile), { recursive: true });
  writeFileSync(recordFile, JSON.stringify(build));
}

function lastBuild(): WebBuild | undefined {
  if (!existsSync(builtFile)) return undefined;
  try {
    return JSON.parse(readFileSync(recordFile, "utf8")) as WebBuild;
  } catch {
    return undefined;
  }
}

function lastChangeMs(): number {
  return Math.max(...sources.map(changedAtMs));
}

/** Returns the time of the last change of a file, or below a folder. A deletion changes the folder. */
function changedAtMs(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const names = readdirSync(path).filter((name) => name !== "node_modules");
  return Math.max(stats.mtimeMs, ...names.map((name) => changedAtMs(join(path, name))));
}
