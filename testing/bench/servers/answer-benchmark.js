/**
 * The common part of every measured server: reports its port, answers each request with its CPU time, and ends with
 * the benchmark.
 *
 * @param {string} url
 */
export function answerBenchmark(url) {
  process.on("message", () => process.send?.(process.cpuUsage()));
  process.on("disconnect", () => process.exit());
  process.send?.({ url });
}
