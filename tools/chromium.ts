import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const wayOut = "Install Chromium or Google Chrome, or set CHROMIUM_PATH to where one is.";

/** The path of a Chromium. Installs one if there is none and apt may; otherwise throws, with the way out. */
export async function findOrInstallChromium(): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  if (!canInstall()) throw new Error(`There is no Chromium on this machine. ${wayOut}`);
  await install();
  const installed = findChromium();
  if (installed === undefined) throw new Error(`apt-get left no Chromium on PATH. ${wayOut}`);
  return installed;
}

/** The path of a Chromium: of `CHROMIUM_PATH`, which must hold if it is set, else the first on `PATH`. */
export function findChromium(): string | undefined {
  const chosen = process.env["CHROMIUM_PATH"];
  if (!chosen) return names.map(onPath).find((path) => path !== undefined);
  if (isProgram(chosen)) return chosen;
  throw new Error(`CHROMIUM_PATH is ${JSON.stringify(chosen)}, which is no program. ${wayOut}`);
}

/** Only Debian's package is a browser; Ubuntu's brings one as a snap, which works where snaps do. */
function canInstall(): boolean {
  const isRoot = process.getuid?.() === 0;
  return isRoot && existsSync("/etc/debian_version") && onPath("apt-get") !== undefined;
}

async function install(): Promise<void> {
  process.stderr.write("There is no Chromium here: installing Debian's, about 100 MB. ");
  process.stderr.write("Set CHROMIUM_PATH to use another one.\n");
  await aptGet("update");
  await aptGet("install", "-y", "--no-install-recommends", "chromium");
}

/** Waits while another apt is at work. What it says is of interest only if it fails. */
function aptGet(...parameters: string[]): Promise<void> {
  const child = spawn("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=120", ...parameters], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) return resolve();
      const command = `apt-get ${parameters.join(" ")}`;
      reject(new Error(`\`${command}\` failed. ${wayOut}\n${Buffer.concat(said)}`));
    });
  });
}

function onPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
