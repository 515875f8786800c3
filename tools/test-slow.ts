import { spawnSync } from "node:child_process";

/** Runs short forms of all benchmarks and drills. `npm test` has installed the programs that they need. */
const { status } = spawnSync("vitest run .slow.test.ts", {
  shell: true,
  stdio: "inherit",
  env: { ...process.env, SLOW_TESTS: "on" },
});
process.exitCode = status ?? 1;
