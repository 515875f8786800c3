import cluster, { type Worker } from "node:cluster";
import { randomBytes } from "node:crypto";
import type { ToPrimary } from "../../cluster/workers/messages.ts";
import { Primary } from "../../cluster/workers/primary.ts";
import type { Options } from "../../config/config.ts";
import { logReport } from "../../telemetry/log.ts";
import { metricsOf } from "../metrics.ts";
import { removeAbandoned } from "../unix-socket.ts";
import type { Control, Hello, MetricsAnswer, Welcome } from "./control.ts";
import { forkWorker } from "./fork-worker.ts";
import { processPort } from "./process-port.ts";
import { WorkerMetrics } from "./worker-metrics.ts";

/** The time until a worker that ended, or that could not start, is replaced, in milliseconds. */
const replaceMs = 1_000;

export interface Workers {
  /** Drains all workers. Resolves when they have ended. */
  drain(): Promise<void>;
  /** Closes all workers at once. Resolves when they have ended. */
  close(): Promise<void>;
  /**
   * Resolves with an exit code when all workers have ended: not 0 if the first worker could not listen. Rejects if the port
   * for metrics cannot be used, or if the first worker cannot be started.
   */
  readonly ended: Promise<number>;
}

/**
 * Runs worker processes with the command line of this process. They share the listening socket: the primary process accepts the
 * connections and gives them to the workers in turn. A worker that ends is replaced.
 */
export function runWorkers(options: Options, token: string | undefined): Workers {
  const { workers: count, unixSocket, logLevel, logFormat } = options;
  const log = logReport({ level: logLevel, format: logFormat });
  const workerMetrics = new WorkerMetrics(() => workers);
  const { report, metricsServer } = metricsOf({
    options,
    log,
    // The workers are ready or not.
    read: () => ({ rooms: 0, sessions: [], isReady: true }),
    others: () => workerMetrics.read(),
  });
  const primary = new Primary();
  const welcome: Omit<Welcome, "isFirst"> = {
    type: "welcome",
    key: randomBytes(32).toString("base64url"),
    token,
    startedAtMs: Date.now(),
  };
  const workers = new Set<Worker>();
  let isEnding = false;
  let exitCode = 0;
  let settle: (code: number) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const ended = new Promise<number>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  cluster.setupPrimary({ serialization: "advanced" });

  async function start(isFirst: boolean): Promise<void> {
    if (isEnding) return;
    const worker = await forkWorker();
    let isListening = false;
    workers.add(worker);
    const leave = primary.serve(processPort(worker));
    worker.on("message", (message: Hello | MetricsAnswer | ToPrimary) => {
      if (message.type === "hello") greet(worker, isFirst);
      else if (message.type === "metrics") workerMetrics.receive(message);
    });
    worker.once("listening", () => {
      isListening = true;
      // The others start when the first has shown that the settings and the port can be used.
      if (isFirst) for (let others = 1; others < count; others += 1) startAnother();
    });
    onceEnded(worker, (code, signal) => {
      workers.delete(worker);
      leave();
      if (isFirst && !isListening) exitCode = code || codeWithoutOwn();
      if (exitCode > 0) isEnding = true;
      if (isEnding) settleIfEnded();
      else {
        report({ type: "worker.ended", code, signal: signal ?? undefined });
        setTimeout(startAnother, replaceMs);
      }
    });
  }

  function startAnother(): void {
    start(false).catch((error: unknown) => {
      report({ type: "worker.failed", error });
      setTimeout(startAnother, replaceMs);
    });
  }

  function greet(worker: Worker, isFirst: boolean): void {
    control(worker, { ...welcome, isFirst });
    // An order that was sent before the worker listened to messages is lost.
    if (isEnding) control(worker, { type: "end" });
  }

  /** Returns the exit code after a start that ended without one. An order or a signal to end is no failure. */
  function codeWithoutOwn(): number {
    return isEnding ? 0 : 1;
  }

  function settleIfEnded(): void {
    if (workers.size === 0) settle(exitCode);
  }

  async function end(): Promise<void> {
    isEnding = true;
    for (const worker of workers) control(worker, { type: "end" });
    settleIfEnded();
    await ended;
  }

  async function prepare(): Promise<void> {
    // A worker cannot do it: its second attempt to listen would be another socket than those of the other workers.
    if (unixSocket !== undefined) await removeAbandoned(unixSocket);
    await metricsServer?.listen();
  }

  prepare()
    .then(() => start(true))
    .catch(fail);
  return { drain: end, close: end, ended };
}

/** Calls back when a worker has ended. The end of the last channel to a worker frees the listening socket, and may be later. */
function onceEnded(worker: Worker, ended: (code: number, signal: string | null) => void): void {
  worker.once("exit", (code, signal) => {
    const tell = () => ended(code, signal);
    if (worker.isConnected()) worker.once("disconnect", tell);
    else tell();
  });
}

function control(worker: Worker, message: Control): void {
  // A worker that has ended needs no order.
  if (worker.isConnected()) worker.send(message, () => {});
}
