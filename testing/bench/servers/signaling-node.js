import { listenTo } from "./signaling-server.js";
import { withoutLimits } from "./without-limits.js";

const { REDIS_URL: redisUrl, SESSION_KEY: sessionKey, HEARTBEAT_SECONDS } = process.env;
const heartbeat = HEARTBEAT_SECONDS ? { pingSeconds: Number(HEARTBEAT_SECONDS) } : {};

/** A server of a cluster, without rate limits. Without `REDIS_URL`, it is alone. */
await listenTo({ ...withoutLimits, ...heartbeat, redisUrl, sessionKey });
