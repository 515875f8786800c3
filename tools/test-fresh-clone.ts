import { spawnSync } from "node:child_process";

/** Installs the last commit in fresh clones, with npm and every yarn, and runs its programs there. */
const { status } = spawnSync("vitest run testing/e2e/fresh-clone.test.ts", {
  shell: true,
  stdio: "inherit",
  env: { ...process.env, FRESH_CLONE: "on" },
});
process.exitCode = status ?? 1;
