import { listenTo } from "./signaling-server.js";
import { withoutLimits } from "./without-limits.js";

const { REDIS_URL: redisUrl, SESSION_KEY: sessionKey, HEARTBEAT_SECONDS } = process.env;
const heartbeat = HEARTBEAT_SECONDS ? { pingSeconds: Number(HEARTBEAT_SECONDS) } : {};

/** On a busy machine, the first connections of a new server take longer than the 5 s of a server by default. */
const connectSeconds = 60;

/** A server of a cluster, without rate limits. Without `REDIS_URL`, it is alone. */
await listenTo({ ...withoutLimits, ...heartbeat, connectSeconds, redisUrl, sessionKey });
