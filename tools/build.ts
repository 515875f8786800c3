import { spawnSync } from "node:child_process";
import { withProgress } from "./progress.ts";
import { buildWeb } from "./web.ts";

/** Builds all published and served files. Unchanged sources are not compiled again. */
const projects = ["packages/server/tsconfig.build.json", "packages/client/tsconfig.build.json"];

await withProgress("the packages", compile);
await withProgress("the page and /client.js", buildWeb);

function compile(): void {
  const command = `tsc --build ${projects.join(" ")}`;
  const { status } = spawnSync(command, { shell: true, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
