import { spawnSync } from "node:child_process";

/** The supported releases of Node.js, the oldest first. */
const supported = ["20", "22", "24", "26"];

const releases = process.argv.length > 2 ? process.argv.slice(2) : supported;
const unknown = releases.filter((release) => !supported.includes(release));

/** Runs all tests on each release, which npm installs as a package. */
function failedReleases(): readonly string[] {
  return releases.filter((release) => {
    process.stdout.write(`\n— Node ${release}\n`);
    const command = `npx --yes --package=node@${release} --call "node --version && npm test"`;
    return spawnSync(command, { shell: true, stdio: "inherit" }).status !== 0;
  });
}

if (unknown.length > 0) {
  process.stderr.write(
    `unknown release ${unknown.join(", ")}: expected some of ${supported.join(", ")}\n`,
  );
  process.exitCode = 1;
} else {
  const failed = failedReleases();
  process.stdout.write(
    failed.length === 0
      ? `\nall tests pass on Node ${releases.join(", ")}\n`
      : `\ntests fail on Node ${failed.join(", ")}\n`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}
