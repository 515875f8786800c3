import { spawn } from "node:child_process";

/** Runs apt-get, waiting while another apt is at work. What it says is of interest only if it fails. */
export function aptGet(...parameters: string[]): Promise<void> {
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
      reject(new Error(`\`apt-get ${parameters.join(" ")}\` failed.\n${Buffer.concat(said)}`));
    });
  });
}
