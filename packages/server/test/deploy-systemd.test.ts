import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startServerProcess } from "./server-process.ts";

const folder = join(import.meta.dirname, "../../../deploy/systemd");
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const unit = read("signaling.service");

const valuesOf = (name: string, text = unit) =>
  [...text.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].map(([, value = ""]) => value);

function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "unit-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test("the server starts with the settings of deploy/systemd, and writes only where the unit permits it", async () => {
  const [run, state] = [temporaryFolder(), temporaryFolder()];
  const directories = {
    [run]: `/run/${valuesOf("RuntimeDirectory")}`,
    [state]: `/var/lib/${valuesOf("StateDirectory")}`,
  };
  let settings = read("settings.env").replace("METRICS_PORT=9464", "METRICS_PORT=0");
  for (const [here, there] of Object.entries(directories)) {
    expect(settings).toContain(`=${there}`);
    settings = settings.replace(there, here);
  }
  settings = settings.replace(/^(TOKEN|SESSION_KEY)=$/gm, "$1=a secret of this test that is long");
  const file = join(run, "settings.env");
  writeFileSync(file, settings);
  const [command = ""] = valuesOf("ExecStart");
  const [, , ...args] = command.replace(/\$\{CREDENTIALS_DIRECTORY\}\/settings/, file).split(" ");
  const server = startServerProcess(args);
  await server.line(/listening on unix:/);
  server.signal(valuesOf("KillSignal")[0] as NodeJS.Signals);
  expect(await server.exit).toBe(0);
});

test("systemd waits longer than the server drains", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const [, drainSeconds] = /`DRAIN_SECONDS` \| `--drain-seconds` \| `(\d+)`/.exec(readme) ?? [];
  expect(Number(valuesOf("TimeoutStopSec"))).toBeGreaterThan(Number(drainSeconds) + 2);
});

test("only the unit for TLS reloads, because SIGHUP ends a server without TLS", () => {
  expect(valuesOf("ExecReload")).toEqual([]);
  expect(valuesOf("ExecReload", read("tls.conf"))).toEqual(["/bin/kill -HUP $MAINPID"]);
});

/** Writes a unit whose program exists on this machine. Returns its path. */
function unitHere(text: string): string {
  const path = join(temporaryFolder(), "signaling.service");
  const program = `${process.execPath} ${import.meta.filename}`;
  writeFileSync(path, text.replace(/^ExecStart=\S+ \S+/m, `ExecStart=${program}`));
  return path;
}

/** The unit as systemd reads it together with the drop-in. */
const withTls = unit.replace(/(?=\n\[Install\])/, read("tls.conf").replace("[Service]", ""));

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

test.skipIf(!hasSystemd).each([
  ["the unit", unit],
  ["the unit for TLS", withTls],
])("systemd accepts %s", (_name, text) => {
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", unitHere(text)], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test.skipIf(!hasSystemd).each([
  ["the unit", unit, 20],
  ["the unit for TLS", withTls, 25],
])("%s gives the server few permissions", (_name, text, tenths) => {
  const parameters = ["security", "--offline=true", `--threshold=${tenths}`, unitHere(text)];
  execFileSync("systemd-analyze", parameters, { stdio: "pipe" });
});
