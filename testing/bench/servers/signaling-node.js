import { listenTo } from "./signaling-server.js";
import { withoutLimits } from "./without-limits.js";

const { REDIS_URL: redisUrl, SESSION_KEY: sessionKey } = process.env;

/** A server of a cluster, without rate limits. Without `REDIS_URL`, it is alone. */
await listenTo({ ...withoutLimits, redisUrl, sessionKey });
