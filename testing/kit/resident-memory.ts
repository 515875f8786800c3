import { readFileSync } from "node:fs";

/** Returns the resident memory of a process in megabytes (`VmRSS`); `undefined` after its end, or without /proc. */
export function residentMegabytes(pid: number): number | undefined {
  return megabytesOf(pid, "VmRSS");
}

/** Returns the largest resident memory so far of a process in megabytes (`VmHWM`); `undefined` as above. */
export function peakMegabytes(pid: number): number | undefined {
  return megabytesOf(pid, "VmHWM");
}

function megabytesOf(pid: number, field: "VmRSS" | "VmHWM"): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
  } catch {
    return undefined;
  }
}
