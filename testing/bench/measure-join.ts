import { ServerProcess } from "../kit/measured-server.ts";
import type { Options } from "./options.ts";
import { storm } from "./presence/storm.ts";
import { seed } from "./presence/ways.ts";
import { type Measurement, quantities } from "./quantities.ts";
import type { Subject } from "./subjects.ts";

/** Makes many stock clients join one room at once, on one server after the other. Measures the CPU time. */
export async function measureJoins(
  subjects: readonly Subject[],
  { joining }: Options,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const subject of subjects) {
    const server = await ServerProcess.start(subject.name, subject.environment);
    try {
      const { cpuSeconds } = await storm(server, seed, joining);
      measurements.push({ quantity: quantities.join, subject, value: cpuSeconds });
    } finally {
      await server.stop();
    }
  }
  return measurements;
}
