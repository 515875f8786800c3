// What every yarn hands over to (see yarnPath in .yarnrc.yml): the release named below, which is
// fetched once, with npm, and runs inside this process.
const { spawnSync } = require("node:child_process");
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const version = "4.18.1";
const folder = `cli-${version}`;
const cli = join(__dirname, folder, "node_modules/@yarnpkg/cli-dist/bin/yarn.js");

stopWithParent();
if (!existsSync(cli)) fetchRelease();
prepareLock(join(__dirname, "../yarn.lock"));
require(cli);

function fetchRelease() {
  const command = `npm install --prefix ${folder} --no-audit --no-update-notifier @yarnpkg/cli-dist@${version}`;
  process.stderr.write(`Fetching yarn ${version} into .yarn/${folder}\n`);
  const stdio = ["ignore", "ignore", "inherit"];
  const { status } = spawnSync(command, { cwd: __dirname, shell: true, stdio });
  if (status !== 0) process.exit(1);
}

/**
 * Without a lock file, a package.json in a folder above would be taken for the project's. And npm
 * rewrites one that it finds in the format of yarn 1; to read that, yarn would rewrite .yarnrc.yml.
 */
function prepareLock(lock) {
  const isOurs = existsSync(lock) && !readFileSync(lock, "utf8").includes("yarn lockfile v1");
  if (!isOurs) writeFileSync(lock, "");
}

/** Yarn 2 and later die of a SIGTERM without passing it on to what they handed over to. */
function stopWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, 200);
  timer.unref();
}
