import { createMetrics } from "../src/metrics/metrics.ts";

/** Returns the names of all time series of a server. */
export async function metricNames(): Promise<ReadonlySet<string>> {
  const metrics = createMetrics({
    version: "1",
    hasRedis: true,
    read: () => ({ rooms: 0, sessions: [], isReady: true }),
  });
  const { text } = await metrics.exposition();
  const names = new Set<string>();
  for (const [, name = "", type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    if (type !== "histogram") names.add(name);
    else for (const suffix of ["bucket", "sum", "count"]) names.add(`${name}_${suffix}`);
  }
  return names;
}
