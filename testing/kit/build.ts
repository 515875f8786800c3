import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the server as it is published. Prints the output of the build to standard error. */
export function buildServer(): void {
  build("tools/build-server.ts");
}

/** Also builds the files that the server serves to browsers. */
export function buildAll(): void {
  build("tools/build.ts");
}

function build(script: string): void {
  // `npm test` has built everything. A build at the same time as other tests would replace files that they load.
  if (process.env["IS_BUILT"]) return;
  // With the options of this process, one of which enables TypeScript.
  execFileSync(process.execPath, [...process.execArgv, script], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
}
