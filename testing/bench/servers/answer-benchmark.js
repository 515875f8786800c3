const answers = {
  cpu: () => process.cpuUsage(),
  memory() {
    // The second collection waits for the sweep of the first one.
    globalThis.gc?.();
    globalThis.gc?.();
    return process.memoryUsage();
  },
};

/**
 * The common part of every measured server: reports its port, answers each request with its CPU time or its memory,
 * and ends with the benchmark. Without the channel to the benchmark it does nothing.
 *
 * @param {string} url
 */
export function answerBenchmark(url) {
  process.on("message", (/** @type {keyof typeof answers} */ question) =>
    process.send?.(answers[question]()),
  );
  process.on("disconnect", () => process.exit());
  process.send?.({ url });
}
