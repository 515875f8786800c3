import { setting, wholeNumber } from "./setting.ts";

const seconds = (minimum: number, byDefault: number, help: string) => {
  const off = minimum === 0 ? "; 0 is at once" : "";
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
    "heartbeat interval, in seconds: the time from the last answer of a client to the next ping",
  ),
  pingTimeoutSeconds: seconds(
    1,
    6,
    "time for the answer to a ping, in seconds; a dead connection is closed after both times at most",
  ),
  drainSeconds: seconds(
    0,
    30,
    "longest time for which a stopping server serves its present clients, in seconds",
  ),
};
