import { spawnSync } from "node:child_process";

/** Runs the property tests of the client with more random courses than the suite. */
const { status } = spawnSync("vitest run --project tests packages/client/test tracks.property", {
  shell: true,
  stdio: "inherit",
  env: { CHANNEL_COURSES: "200", DATA_COURSES: "200", TRACK_SEQUENCES: "100", ...process.env },
});
process.exitCode = status ?? 1;
