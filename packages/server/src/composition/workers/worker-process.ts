import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Cluster } from "../../cluster/cluster.ts";
import { workerCluster } from "../../cluster/workers/worker-cluster.ts";
import { type Options, SettingError } from "../../config/config.ts";
import type { MetricsData } from "../../metrics/metrics.ts";
import type { Report } from "../../telemetry/fact.ts";
import { logReport } from "../../telemetry/log.ts";
import type { GiveMetrics } from "../metrics.ts";
import type { Control, Hello, MetricsAnswer, Welcome } from "./control.ts";
import { type OtherProcess, processPort } from "./process-port.ts";

/** A worker process and what its primary process gave it. */
export interface WorkerProcess {
  readonly token: string | undefined;
  readonly isFirst: boolean;
  /** The cluster of all workers; `undefined` with Redis, where each worker is a node. */
  readonly cluster: Cluster | undefined;
  /** The URL at which other nodes reach this worker. */
  readonly nodeUrl: string | undefined;
  readonly report: Report;
  /** Receives the requests that other workers forward. */
  readonly forwarded: HttpServer;
  readonly giveMetrics: GiveMetrics;
  /** Calls a function for each order to end. */
  onEnd(listener: () => void): void;
}

/** Joins the workers of the primary process. */
export async function joinWorkers(options: Options, primary: OtherProcess): Promise<WorkerProcess> {
  const onEnd = endOrders(primary);
  const { key, token, isFirst, startedAtMs } = await welcomeFrom(primary);
  const { redisUrl, nodeUrl } = options;
  const host = new URL(nodeUrl ?? "http://127.0.0.1").hostname;
  const forwarded = createServer();
  const port = await listenAlone(forwarded, host).catch((error: NodeJS.ErrnoException) => {
    throw nodeUrl === undefined ? error : hostError(nodeUrl, error);
  });
  const isReachable = redisUrl === undefined || nodeUrl !== undefined;
  return {
    token,
    isFirst,
    cluster:
      redisUrl === undefined
        ? workerCluster({ port: processPort(primary), key, epochStartedAtMs: startedAtMs })
        : undefined,
    nodeUrl: isReachable ? `http://${host}:${port}` : undefined,
    report: reportOf(options, isFirst),
    forwarded,
    giveMetrics: (read) => answerMetrics(primary, read),
    onEnd,
  };
}

/** Listens for orders to end. Returns `onEnd`, whose listener also receives the orders of the time before, while the worker starts. */
function endOrders(primary: OtherProcess): WorkerProcess["onEnd"] {
  let early = 0;
  let receive = () => {
    early += 1;
  };
  primary.on("message", (message) => {
    if ((message as Control).type === "end") receive();
  });
  return (listener) => {
    receive = listener;
    for (; early > 0; early -= 1) listener();
  };
}

/** Sends the metrics of this worker to the primary process, each time that it asks. */
function answerMetrics(primary: OtherProcess, read: () => Promise<MetricsData>): void {
  primary.on("message", (message) => {
    const control = message as Control;
    if (control.type !== "read-metrics") return;
    const { id } = control;
    void read().then((data) => {
      primary.send?.({ type: "metrics", id, data } satisfies MetricsAnswer, () => {});
    });
  });
}

function welcomeFrom(primary: OtherProcess): Promise<Welcome> {
  return new Promise((resolve) => {
    const receive = (message: unknown) => {
      const control = message as Control;
      if (control.type !== "welcome") return;
      primary.off("message", receive);
      resolve(control);
    };
    primary.on("message", receive);
    primary.send?.({ type: "hello" } satisfies Hello, () => {});
  });
}

function hostError(nodeUrl: string, error: NodeJS.ErrnoException): SettingError {
  return new SettingError(
    `NODE_URL is "${nodeUrl}": each worker listens at this host, but the server cannot listen there (${error.code}); expected the URL of an address of this machine, for example NODE_URL=http://10.0.0.3:3000, or WORKERS=1`,
    { cause: error },
  );
}

/** Listens on a free port of this process, which the other workers do not share. A URL has brackets around an IPv6 address. */
function listenAlone(httpServer: HttpServer, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    httpServer.once("error", reject);
    const address = host.replace(/^\[|\]$/g, "");
    httpServer.listen({ host: address, port: 0, exclusive: true }, () => {
      resolve((httpServer.address() as AddressInfo).port);
    });
    httpServer.unref();
  });
}

const sharedFacts: ReadonlySet<string> = new Set([
  "server.listening",
  "server.closing",
  "server.closed",
  "token.weak",
]);

/** One worker writes the facts that are the same for all. */
function reportOf({ logLevel: level, logFormat: format }: Options, isFirst: boolean): Report {
  const report = logReport({ level, format });
  return (fact) => {
    if (isFirst || !sharedFacts.has(fact.type)) report(fact);
  };
}
