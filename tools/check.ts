import { spawnSync } from "node:child_process";

/** All checks for a change, the fastest first. */
const steps = [
  "biome check --error-on-warnings .",
  "npm run types",
  "npm run layers",
  "npm run rules",
  "npm run floors",
  "npm run links",
  "npm run prose",
  "npm run documents -- --check",
  "oxlint --type-aware --deny-warnings .",
  "knip",
  "npm run build",
  "npm run sizes",
  "npm run reference -- --check",
  "publint --strict --pack npm packages/protocol",
  "publint --strict --pack npm packages/client",
  "publint --strict --pack npm packages/server",
];

const withTests = process.argv.includes("--static") ? [] : ["npm test"];

for (const step of [...steps, ...withTests]) {
  process.stdout.write(`\n— ${step}\n`);
  const { status } = spawnSync(step, { shell: true, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
