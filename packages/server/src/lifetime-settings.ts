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

/** Rows of the one table in config.ts: how long a connection that says nothing lives, and a server that is to stop. */
export const lifetimeSettings = {
  pingSeconds: seconds(
    1,
    8,
    "how long after its last answer a client is asked whether it is there",
  ),
  pingTimeoutSeconds: seconds(
    1,
    6,
    "how long it may take to answer; a client that does not is gone, after both times at most",
  ),
  drainSeconds: seconds(
    0,
    30,
    "how long a server that is told to stop goes on for those who are there, while they move elsewhere",
  ),
};
