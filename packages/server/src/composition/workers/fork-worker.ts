import cluster, { type Worker } from "node:cluster";

/**
 * Resolves with a new worker when its process runs, before its first message. Rejects if the system starts no process, for
 * example because a limit of processes, files or memory is reached.
 */
export async function forkWorker(): Promise<Worker> {
  let worker: Worker | undefined;
  try {
    return await new Promise((resolve, reject) => {
      // Node.js throws some errors, and reports others with an event, after which `exit` may not follow.
      const forked = cluster.fork();
      worker = forked;
      // The listener remains: later errors mean that the channel to the worker has broken, and its end has its own event.
      forked.on("error", reject);
      forked.process.once("spawn", () => resolve(forked));
    });
  } catch (error) {
    // Node.js removes only workers whose channel has been open.
    if (worker) delete cluster.workers?.[worker.id];
    throw error;
  }
}
