import { setting, wholeNumber } from "./setting.ts";

const seconds = (minimum: number, byDefault: number, help: string) => {
  const off = minimum === 0 ? "; 0 stops the server at once" : "";
  return setting({
    schema: wholeNumber(minimum, 3_600),
    default: String(byDefault),
    expects: `a whole number from ${minimum} to 3600${off}`,
    help,
  });
};

/** Rows of the table in config.ts: heartbeats and draining. */
export const lifetimeSettings = {
  pingSeconds: seconds(
    1,
    8,
    "heartbeat interval, in seconds: the time from a client's last pong to the next ping",
  ),
  pingTimeoutSeconds: seconds(
    1,
    6,
    "heartbeat timeout, in seconds: the time limit for a client's pong; a dead connection is closed after PING_SECONDS plus this time at most",
  ),
  drainSeconds: seconds(
    0,
    30,
    "drain timeout, in seconds: the longest time for which a stopping server still serves connected clients",
  ),
};
