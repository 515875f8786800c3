import { readFileSync } from "node:fs";

/** Clock ticks per second in /proc, which Linux has fixed for programs. */
const ticksPerSecond = 100;

/** Returns the user and system time of all threads of a process since its start, in seconds (Linux only). */
export function processorSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name of the program, in parentheses, can contain spaces. The fields after it begin with the third.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [fields[11], fields[12]].map(Number);
  return ((user ?? Number.NaN) + (system ?? Number.NaN)) / ticksPerSecond;
}
