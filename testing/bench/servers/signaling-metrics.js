import { listenTo } from "./signaling-server.js";
import { withoutLimits } from "./without-limits.js";

/** The published server of this project without rate limits, with metrics for Prometheus. */
await listenTo({ ...withoutLimits, metricsPort: 0 });
