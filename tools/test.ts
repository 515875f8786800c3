import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { findOrInstallCaddy } from "./caddy.ts";
import { findOrInstallChromium } from "./chromium.ts";
import { findOrInstallCoturn } from "./coturn.ts";
import { findOrInstallFirefox } from "./firefox.ts";
import { findOrInstallHaproxy } from "./haproxy.ts";
import { findOrInstallNftables } from "./nftables.ts";
import { findOrInstallNginx } from "./nginx.ts";
import { findOrInstallPython } from "./python.ts";
import { findOrInstallRedis } from "./redis.ts";

const folder = "test-results";
const resultsFile = `${folder}/tests.json`;

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
}

/** Installs missing programs, runs every test, and prints the sum on the last line. */
async function main(): Promise<number> {
  const programs = {
    ...(await programHere("CHROMIUM_PATH", findOrInstallChromium)),
    ...(await programHere("FIREFOX_PATH", findOrInstallFirefox)),
    ...(await programHere("TURNSERVER_PATH", findOrInstallCoturn)),
    ...(await programHere("NGINX_PATH", findOrInstallNginx)),
    ...(await programHere("HAPROXY_PATH", findOrInstallHaproxy)),
    ...(await programHere("CADDY_PATH", findOrInstallCaddy)),
    ...(await programHere("NFT_PATH", findOrInstallNftables)),
    ...(await programHere("PYTHON_PATH", findOrInstallPython)),
    ...(await programHere("REDIS_SERVER_PATH", findOrInstallRedis)),
  };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const built = spawnSync("npm", ["run", "--silent", "build"], { stdio: "inherit", shell: true });
  if (built.status !== 0) return 1;
  const { status } = spawnSync(
    "vitest",
    [
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${resultsFile}`,
      ...process.argv.slice(2),
    ],
    {
      stdio: "inherit",
      shell: true,
      env: { ...process.env, ...programs, IS_BUILT: "yes" },
    },
  );
  const sum = sumOf(JSON.parse(readFileSync(resultsFile, "utf8")) as Results);
  writeFileSync(`${folder}/sum.txt`, `${sum}\n`);
  process.stdout.write(`\n${sum}\n`);
  return status ?? 1;
}

/** CI fails without one of them; elsewhere its tests are skipped with a notice. */
async function programHere(
  variable: string,
  findOrInstall: () => Promise<string>,
): Promise<Readonly<Record<string, string>>> {
  try {
    return { [variable]: await findOrInstall() };
  } catch (error) {
    if (process.env["CI"]) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${reason} Its tests are skipped.\n`);
    return {};
  }
}

/** A file that did not load counts as one failure. */
function sumOf(results: Results): string {
  const failed = results.numFailedTests || results.numFailedTestSuites;
  const skipped = results.numPendingTests === 0 ? "" : `, ${results.numPendingTests} skipped`;
  return `${results.numPassedTests} passed, ${failed} failed${skipped}`;
}

process.exitCode = await main();
