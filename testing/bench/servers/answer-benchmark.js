/**
 * What every measured server does for the benchmark that started it: says where it listens, answers
 * each question with the CPU time it has used so far, and ends when the benchmark does.
 *
 * @param {string} url
 */
export function answerBenchmark(url) {
  process.on("message", () => process.send?.(process.cpuUsage()));
  process.on("disconnect", () => process.exit());
  process.send?.({ url });
}
