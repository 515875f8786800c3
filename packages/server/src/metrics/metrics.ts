import { collectDefaultMetrics, Registry } from "prom-client";
import type { Fact } from "../telemetry/fact.ts";
import { createInstruments, type InstrumentOptions } from "./instruments.ts";
import { recordFact } from "./recorders.ts";

/** Metrics in the text format of Prometheus. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** Metrics as data, which one process sends to another. */
export type MetricsData = readonly object[];

export interface Metrics {
  /** Changes the metrics by a fact. */
  record(fact: Fact): void;
  exposition(): Promise<Exposition>;
  data(): Promise<MetricsData>;
}

/** The metrics of the process, which all servers of the process share: their observers cannot be stopped. */
let ofProcess: Registry | undefined;

/** Returns the metrics of one server. */
export function createMetrics(options: Omit<InstrumentOptions, "registry">): Metrics {
  const registry = new Registry();
  const instruments = createInstruments({ ...options, registry });
  ofProcess ??= processMetrics();
  const all = Registry.merge([registry, ofProcess]);
  return {
    record: (fact) => recordFact(instruments, fact),
    exposition: () => expositionOf(all),
    data: () => all.getMetricsAsJSON(),
  };
}

/** Lists of handles and requests are left out: they grow with the connections, and their names break the rules of Prometheus. */
function processMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray()) {
    if (name.startsWith("nodejs_active_")) registry.removeSingleMetric(name);
  }
  return registry;
}

export async function expositionOf(registry: Registry): Promise<Exposition> {
  return { contentType: registry.contentType, text: await registry.metrics() };
}
