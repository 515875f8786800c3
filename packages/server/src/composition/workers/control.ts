import type { MetricsData } from "../../metrics/metrics.ts";

/** The data that a new worker receives from the primary process. */
export interface Welcome {
  readonly type: "welcome";
  /** Signs session secrets on all workers, if no key is configured. */
  readonly key: string;
  /** The token that the primary process generated for this run; `undefined`: a token or another method is configured. */
  readonly token: string | undefined;
  /** The start of the primary process, in milliseconds since 1970. */
  readonly startedAtMs: number;
  /** Whether this worker writes what all workers would write alike. */
  readonly isFirst: boolean;
}

/** The first message of a worker, which can receive messages from now on. */
export interface Hello {
  readonly type: "hello";
}

/** Asks a worker for its metrics. */
export interface MetricsQuestion {
  readonly type: "read-metrics";
  readonly id: number;
}

/** The metrics of a worker. */
export interface MetricsAnswer {
  readonly type: "metrics";
  /** The id of the question. */
  readonly id: number;
  readonly data: MetricsData;
}

/** The orders of the primary process, beside the messages of the cluster. The second `end` closes the server at once. */
export type Control = Welcome | MetricsQuestion | { readonly type: "end" };
