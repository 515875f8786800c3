import { AggregatorRegistry } from "prom-client";
import { type Exposition, expositionOf, type MetricsData } from "./metrics.ts";

/** Returns the metrics of several processes as one: sums, and for some gauges the minimum, maximum or average. */
export function aggregated(processes: readonly MetricsData[]): Promise<Exposition> {
  return expositionOf(AggregatorRegistry.aggregate([...processes]));
}
