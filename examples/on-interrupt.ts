/** Calls back when the program is asked to end: by Ctrl-C or `kill`. */
export function onInterrupt(leave: () => void): void {
  process.on("SIGINT", leave);
  process.on("SIGTERM", leave);
}
