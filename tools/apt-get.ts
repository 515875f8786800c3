import { spawn } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";

/** Runs apt-get. Waits while another apt process is active. */
export function aptGet(...parameters: string[]): Promise<void> {
  return run("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=120", ...parameters]);
}

/** Downloads a package and unpacks it in a folder, without installing it. */
export async function aptUnpack(packageName: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await run("apt-get", ["-qq", "download", packageName], folder);
  const archive = readdirSync(folder).find((name) => name.endsWith(".deb")) ?? "";
  await run("dpkg-deb", ["-x", archive, "."], folder);
}

/** The output of the command matters only if it fails. */
function run(command: string, parameters: readonly string[], folder?: string): Promise<void> {
  const child = spawn(command, parameters, {
    cwd: folder,
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
      reject(new Error(`\`${command} ${parameters.join(" ")}\` failed.\n${Buffer.concat(said)}`));
    });
  });
}
