import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { report } from "./report.ts";

const folder = "docs/reference";

/** The packages with a reference of their exports. Each has a `typedoc.json`. */
const packages = ["client", "server"] as const;

/** Writes the references from the docstrings. With `--check`, reports each page that differs from its docstrings. */
if (process.argv.includes("--check")) check();
else
  withPages((fresh) => {
    rmSync(folder, { recursive: true, force: true });
    cpSync(fresh, folder, { recursive: true });
  });

function withPages(use: (fresh: string) => void): void {
  const fresh = mkdtempSync(join(tmpdir(), "reference-"));
  try {
    for (const name of packages) write(name, join(fresh, name));
    use(fresh);
  } finally {
    rmSync(fresh, { recursive: true });
  }
}

function write(name: string, out: string): void {
  const options = [
    "--options",
    `packages/${name}/typedoc.json`,
    "--logLevel",
    "Warn",
    "--out",
    out,
  ];
  const { status } = spawnSync("typedoc", options, { shell: true, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

function check(): void {
  withPages((fresh) => {
    const pages = new Set([...filesBelow(fresh), ...filesBelow(folder)]);
    const stale = [...pages].filter((page) => read(join(fresh, page)) !== read(join(folder, page)));
    report(
      "reference",
      stale.map((page) => `${folder}/${page}: stale; run \`npm run reference\``),
    );
  });
}

function filesBelow(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
