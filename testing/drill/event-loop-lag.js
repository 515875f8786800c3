// Preloaded by a server that is measured (`node --import`): how late its event loop is, written to a file once a second.
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

const file = process.env["LAG_FILE"];
const intervalMs = 10;
const lag = monitorEventLoopDelay({ resolution: intervalMs });
lag.enable();

// The histogram counts the whole interval between two looks, in nanoseconds.
/** @param {number} nanoseconds */
const late = (nanoseconds) => Math.max(nanoseconds / 1e6 - intervalMs, 0);

setInterval(() => {
  const { user, system } = process.cpuUsage();
  const report = {
    p99Ms: late(lag.percentile(99)),
    maxMs: late(lag.max),
    cpuSeconds: (user + system) / 1e6,
  };
  if (file) writeFileSync(file, JSON.stringify(report));
}, 1_000).unref();
