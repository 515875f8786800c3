/** Prints the step and its duration. */
export async function withProgress<Value>(
  name: string,
  work: () => Promise<Value> | Value,
): Promise<Value> {
  process.stdout.write(`Building ${name} …\n`);
  const startMs = performance.now();
  const value = await work();
  const seconds = (performance.now() - startMs) / 1_000;
  process.stdout.write(`Built ${name} in ${seconds.toFixed(1)} s\n`);
  return value;
}
