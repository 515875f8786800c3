import { readFileSync } from "node:fs";

/** Returns how long the main thread of a process has waited for a processor, in milliseconds; 0 without /proc. */
export function processorWaitMs(pid: number): number {
  try {
    const [, waitNanoseconds] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
    return Number(waitNanoseconds) / 1e6;
  } catch {
    return 0;
  }
}
