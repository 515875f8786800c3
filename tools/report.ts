/** Prints the findings of a check and sets the exit code. */
export function report(check: string, problems: readonly string[]): void {
  const lines = problems.length === 0 ? [`${check}: in order`] : problems;
  process.stdout.write(`${lines.join("\n")}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
