import { createRequire } from "node:module";
import { isatty } from "node:tty";
import { type DestinationStream, destination, pino } from "pino";
import type { Report } from "./fact.ts";
import { type LogLevel, lineOf } from "./line.ts";

export const logFormats = ["auto", "pretty", "json"] as const;

export interface LogOptions {
  readonly level: LogLevel;
  /** `auto` is pretty on a terminal and JSON, one object per line, everywhere else. */
  readonly format: (typeof logFormats)[number];
}

/** Returns a report that writes each fact to the standard output as one line. */
export function logReport({ level, format }: LogOptions): Report {
  const standardOutput = destination({ fd: 1, sync: true });
  const isPretty = format === "pretty" || (format === "auto" && isatty(1));
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    isPretty ? prettyLines(standardOutput) : standardOutput,
  );
  return (fact) => {
    const { level, sentence } = lineOf(fact);
    if (!logger.isLevelEnabled(level)) return;
    const { error, ...fields } = "error" in fact ? fact : { ...fact, error: undefined };
    logger[level](error === undefined ? fields : { ...fields, err: error }, sentence());
  };
}

/** Returns a stream that writes lines for people. Its package is loaded only here, because programs read JSON. */
function prettyLines(standardOutput: DestinationStream): DestinationStream {
  const pretty: typeof import("pino-pretty") = createRequire(import.meta.url)("pino-pretty");
  // People read the sentence, which contains the important fields.
  return pretty({ destination: standardOutput, hideObject: true });
}
