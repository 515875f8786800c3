import { spawnSync } from "node:child_process";

/**
 * Compiles the server before the tests, so that a server process starts from its published files in half of the time that
 * it takes from source. The compiler does nothing, in half a second, if no source file has changed.
 */
export function setup(): void {
  const command = "tsc --build packages/server/tsconfig.build.json";
  const { status } = spawnSync(command, { shell: true, stdio: "inherit" });
  if (status !== 0) throw new Error(`\`${command}\` failed: correct the errors above`);
}
