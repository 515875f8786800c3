import { spawnSync } from "node:child_process";
import { buildWeb } from "./web.ts";

/** Builds everything that is published or served. What has not changed is not compiled again. */
const projects = ["packages/server/tsconfig.build.json", "packages/client/tsconfig.build.json"];
const { status } = spawnSync(`tsc --build ${projects.join(" ")}`, {
  shell: true,
  stdio: "inherit",
});
if (status !== 0) process.exit(1);
await buildWeb();
