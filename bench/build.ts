import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** Builds the server as it is published. What the compiler says goes to the standard error. */
export function buildServer(): void {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const project = fileURLToPath(new URL("../packages/server/tsconfig.build.json", import.meta.url));
  execFileSync(process.execPath, [compiler, "-b", project], { stdio: ["ignore", 2, 2] });
}
