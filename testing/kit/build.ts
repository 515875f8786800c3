import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the server as it is published. What the compiler says goes to the standard error. */
export function buildServer(): void {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  run([compiler, "-b", "packages/server/tsconfig.build.json"]);
}

/** Builds also what the server serves to browsers. */
export function buildAll(): void {
  // With the options of this very process, of which one is what reads TypeScript.
  run([...process.execArgv, "tools/build.ts"]);
}

function run(command: readonly string[]): void {
  execFileSync(process.execPath, command, { cwd: root, stdio: ["ignore", 2, 2] });
}
