import { onOrOff, onOrOffExpects, orOff, setting, text, wholeNumber } from "./setting.ts";

/** Rows of the table in config.ts: metrics for Prometheus. */
export const metricsSettings = {
  metricsPort: setting({
    schema: orOff(wholeNumber(0, 65_535)),
    default: "off",
    expects: "a whole number from 0 to 65535, or off",
    example: "9464",
    help: "TCP port of GET /metrics for Prometheus, without a token; with 0 the operating system chooses a free port, which the log shows",
  }),
  metricsHost: setting({
    schema: text,
    default: "127.0.0.1",
    expects: "an IP address or a host name of this machine",
    help: "address of METRICS_PORT; in a container 0.0.0.0",
  }),
  metrics: setting({
    schema: onOrOff,
    default: "off",
    expects: onOrOffExpects,
    example: "on",
    help: "GET /metrics for Prometheus on PORT, below BASE_PATH, for administrators",
  }),
  connectionOutcomes: setting({
    schema: onOrOff,
    default: "on",
    expects: onOrOffExpects,
    help: "counts of connections between peers, as clients report them; the server asks clients only if metrics or the console are on",
  }),
};
