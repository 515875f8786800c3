import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the server as it is published. Prints the output of the compiler to standard error. */
export function buildServer(): void {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  run([compiler, "-b", "packages/server/tsconfig.build.json"]);
}

/** Also builds the files that the server serves to browsers. */
export function buildAll(): void {
  // With the options of this process, one of which enables TypeScript.
  run([...process.execArgv, "tools/build.ts"]);
}

function run(command: readonly string[]): void {
  execFileSync(process.execPath, command, { cwd: root, stdio: ["ignore", 2, 2] });
}
