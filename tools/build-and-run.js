// Builds, then runs a built script in this very process: `build-and-run.js <script> [argument]...`
// One process, so that signals and the exit code are the script's own, whatever shell or runner started it.
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const build = spawnSync("npm", ["run", "--silent", "build"], { shell: true, stdio: "inherit" });
if (build.status !== 0) process.exit(1);

process.argv.splice(1, 1);
await import(pathToFileURL(resolve(process.argv[1] ?? "")).href);
