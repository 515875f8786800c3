import { randomBytes } from "node:crypto";

/** The digits of a time in microseconds, in hexadecimal. They suffice until the year 4253. */
const timeDigits = 14;

let lastUs = 0;

/**
 * Returns a new session id. It begins with the time, so ids compare in the order in which their sessions began: exactly within a
 * process, and as exactly as the clocks of several processes agree. The rest is random.
 */
export function newSessionId(nowMs = Date.now()): string {
  lastUs = Math.max(lastUs + 1, nowMs * 1_000);
  const time = lastUs.toString(16).padStart(timeDigits, "0");
  return time + randomBytes(16).toString("base64url");
}
