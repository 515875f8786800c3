import { spawnSync } from "node:child_process";

/** The supported releases of Node.js, the oldest first. */
const releases = ["20", "22", "24", "26"];

/** Runs all tests on each release, which npm installs as a package. */
const failed = releases.filter((release) => {
  process.stdout.write(`\n— Node ${release}\n`);
  const command = `npx --yes --package=node@${release} --call "node --version && npm test"`;
  return spawnSync(command, { shell: true, stdio: "inherit" }).status !== 0;
});

process.stdout.write(
  failed.length === 0
    ? `\nall tests pass on Node ${releases.join(", ")}\n`
    : `\ntests fail on Node ${failed.join(", ")}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
