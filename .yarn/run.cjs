// Every yarn runs this file (see yarnPath in .yarnrc.yml). It fetches the release named below once, with npm, and runs that
// release inside this process.
require("../packages/server/node-version.cjs");
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { yarnLockOf } = require("./import-npm-lock.cjs");

const version = "4.18.1";
const folder = `cli-${version}`;
const cli = join(__dirname, folder, "node_modules/@yarnpkg/cli-dist/bin/yarn.js");
const root = join(__dirname, "..");
const yarnLock = join(root, "yarn.lock");
/** The digest of the package-lock.json that yarn.lock was made from. */
const imported = join(__dirname, "imported-lock");

stopWithParent();
if (!existsSync(cli)) fetchRelease();
prepareLock();
require(cli);

function fetchRelease() {
  const command = `npm install --prefix ${folder} --no-audit --no-update-notifier @yarnpkg/cli-dist@${version}`;
  process.stderr.write(`Fetching yarn ${version} into .yarn/${folder}\n`);
  const stdio = ["ignore", "ignore", "inherit"];
  const { status } = spawnSync(command, { cwd: __dirname, shell: true, stdio });
  if (status !== 0) process.exit(1);
}

/**
 * package-lock.json is the lock file of this project, for every package manager. yarn's own lock file is made from it. It is
 * made again when package-lock.json has changed, or when npm has overwritten yarn.lock in the format of yarn 1.
 */
function prepareLock() {
  const npmLock = readFileSync(join(root, "package-lock.json"), "utf8");
  const digest = createHash("sha256").update(npmLock).digest("hex");
  if (read(imported) === digest && !read(yarnLock).includes("yarn lockfile v1")) return;
  writeFileSync(yarnLock, yarnLockOf(JSON.parse(npmLock).packages));
  writeFileSync(imported, digest);
}

function read(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
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
