import { isatty } from "node:tty";
import { destination, pino } from "pino";
import pretty from "pino-pretty";
import type { Report } from "./fact.ts";
import { type LogLevel, lineOf } from "./line.ts";

export const logFormats = ["auto", "pretty", "json"] as const;

export interface LogOptions {
  readonly level: LogLevel;
  /** `auto` is pretty on a terminal and JSON, a line each, everywhere else. */
  readonly format: (typeof logFormats)[number];
}

/** Writes facts to the standard output, a line each. */
export function logReport({ level, format }: LogOptions): Report {
  const standardOutput = destination({ fd: 1, sync: true });
  const isPretty = format === "pretty" || (format === "auto" && isatty(1));
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    isPretty
      ? // The sentence says it all to a person; programs read the fields, as JSON.
        pretty({ destination: standardOutput, hideObject: true })
      : standardOutput,
  );
  return (fact) => {
    const { level, sentence } = lineOf(fact);
    if (!logger.isLevelEnabled(level)) return;
    const { error, ...fields } = "error" in fact ? fact : { ...fact, error: undefined };
    logger[level](error === undefined ? fields : { ...fields, err: error }, sentence());
  };
}
