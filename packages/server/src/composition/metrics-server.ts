import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Options, SettingError } from "../config/config.ts";
import { metricsListener, type ReadMetrics } from "../http/metrics.ts";
import { timedServer } from "../http/timed-server.ts";
import type { Report } from "../telemetry/fact.ts";
import { closeServer } from "./close-server.ts";

/** Serves the metrics on a port of their own. */
export interface MetricsServer {
  /** Rejects with a `SettingError` if it cannot listen on `metricsHost` and `metricsPort`. */
  listen(): Promise<void>;
  close(): Promise<void>;
}

/** Returns the server of `METRICS_PORT`; `undefined` if the setting is off. */
export function metricsServerOf(
  options: Options,
  read: ReadMetrics,
  report: Report,
): MetricsServer | undefined {
  const { metricsPort: port, metricsHost: host } = options;
  if (port === "off") return undefined;
  let httpServer: HttpServer | undefined;
  return {
    async listen() {
      httpServer = timedServer(
        metricsListener(read, report),
        { ...options, maxSockets: 0 },
        report,
      );
      const bound = await listening(httpServer, { port, host });
      const name = bound.family === "IPv6" ? `[${bound.address}]` : bound.address;
      report({ type: "metrics.listening", url: `http://${name}:${bound.port}/metrics` });
    },
    close: () => closeServer(httpServer),
  };
}

interface Address {
  readonly host: string;
  readonly port: number;
}

function listening(httpServer: HttpServer, { host, port }: Address): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    httpServer.once("error", (error: NodeJS.ErrnoException) => {
      const sentence = `METRICS_PORT is ${port}, METRICS_HOST is ${JSON.stringify(host)}: the server cannot listen there (${error.code}); choose another port or address`;
      reject(new SettingError(sentence, { cause: error }));
    });
    httpServer.listen({ port, host, exclusive: true }, () => {
      resolve(httpServer.address() as AddressInfo);
    });
  });
}
