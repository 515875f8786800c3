import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { report } from "./report.ts";

const folder = "docs/reference";

/** Writes the client's reference from its docstrings; with `--check` it says what is not as it would be. */
if (process.argv.includes("--check")) check();
else write(folder);

function write(out: string): void {
  const { status } = spawnSync("typedoc", ["--logLevel", "Warn", "--out", out], {
    shell: true,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
}

function check(): void {
  const fresh = mkdtempSync(join(tmpdir(), "reference-"));
  try {
    write(fresh);
    const stale = readdirSync(fresh).filter(
      (name) => read(join(fresh, name)) !== read(join(folder, name)),
    );
    report(
      "reference",
      stale.map((name) => `${folder}/${name}: stale; run \`npm run reference\``),
    );
  } finally {
    rmSync(fresh, { recursive: true });
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
