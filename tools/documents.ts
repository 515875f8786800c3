import { readFileSync, writeFileSync } from "node:fs";
import { report } from "./report.ts";
import { withSettingsTables } from "./settings-table.ts";

const path = "packages/server/README.md";
const present = readFileSync(path, "utf8");
const wanted = withSettingsTables(present);
if (process.argv.includes("--check")) {
  report("documents", present === wanted ? [] : [`${path}: stale; run \`npm run documents\``]);
} else {
  writeFileSync(path, wanted);
}
