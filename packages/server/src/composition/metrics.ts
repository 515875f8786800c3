import { type Options, SettingError } from "../config/config.ts";
import type { ReadMetrics } from "../http/metrics.ts";
import type { Readings } from "../metrics/instruments.ts";
import type { Exposition, MetricsData } from "../metrics/metrics.ts";
import type { Report } from "../telemetry/fact.ts";
import { version } from "../version.ts";
import { lateRecorder } from "./late-recorder.ts";
import { type MetricsServer, metricsServerOf } from "./metrics-server.ts";

/** Receives the function that reads the metrics of this process. */
export type GiveMetrics = (read: () => Promise<MetricsData>) => void;

export interface MetricsOptions {
  readonly options: Options;
  readonly log: Report;
  /** Reads the state of the server, after the server is composed. */
  readonly read: () => Readings;
  /** Another process serves the metrics of this process. */
  readonly giveMetrics?: GiveMetrics | undefined;
  /** Reads the metrics of other processes, which are served together with those of this process. */
  readonly others?: () => Promise<readonly MetricsData[]>;
}

/** The parts of a server that have to do with metrics. */
export interface MetricsParts {
  /** The log, and the metrics if they are on. */
  readonly report: Report;
  /** Serves the metrics on a port of their own; `undefined`: no such port. */
  readonly metricsServer: MetricsServer | undefined;
  /** Reads the metrics for administrators; `undefined`: they may not. */
  readonly readMetrics: ReadMetrics | undefined;
  /** Whether clients are asked how their connections to each other went. */
  readonly countsOutcomes: boolean;
}

/** Composes the metrics of the settings. Their code is loaded only if they are on. Throws a `SettingError`. */
export function metricsOf(given: MetricsOptions): MetricsParts {
  const { options, log, giveMetrics } = given;
  const { metricsPort, metrics, workers } = options;
  const isForAdministrators = metrics === "on";
  if (metricsPort === "off" && !isForAdministrators) {
    return {
      report: log,
      metricsServer: undefined,
      readMetrics: undefined,
      countsOutcomes: false,
    };
  }
  if (isForAdministrators && (giveMetrics || given.others)) {
    throw new SettingError(
      `METRICS is on and WORKERS is ${workers}, but a request reaches only one worker: set METRICS_PORT in place of METRICS`,
    );
  }
  const { record, exposition, data } = lateMetrics(given);
  giveMetrics?.(data);
  const report: Report = (fact) => {
    log(fact);
    record(fact);
  };
  return {
    report,
    metricsServer: giveMetrics ? undefined : metricsServerOf(options, exposition, report),
    readMetrics: isForAdministrators ? exposition : undefined,
    countsOutcomes: options.connectionOutcomes === "on",
  };
}

interface LateMetrics {
  readonly record: Report;
  exposition(): Promise<Exposition>;
  data(): Promise<MetricsData>;
}

function lateMetrics({ options, read, others }: MetricsOptions): LateMetrics {
  const { record, loading } = lateRecorder(async () => {
    const { createMetrics } = await import("../metrics/metrics.ts");
    return createMetrics({ hasRedis: options.redisUrl !== undefined, read, version });
  });
  const data = async () => (await loading).data();
  return {
    record,
    exposition: async () => {
      if (!others) return (await loading).exposition();
      const { aggregated } = await import("../metrics/aggregate.ts");
      return aggregated([await data(), ...(await others())]);
    },
    data,
  };
}
