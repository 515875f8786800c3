import { isRecord } from "./file-problem.ts";

/** An event of a connection. */
export interface DumpedEvent {
  /** For example `setLocalDescription` or `icecandidate`. */
  readonly type: string;
  /** JSON or a sentence, which depends on the type. */
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** The values of one member of one statistics object over time. */
export interface DumpedSeries {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly startMs: number;
  readonly values: readonly unknown[];
}

/** A connection of a dump of `chrome://webrtc-internals`, as Chromium 156 writes it. */
export interface DumpedConnection {
  /** The URLs of the STUN and TURN servers. */
  readonly servers: readonly string[];
  readonly events: readonly DumpedEvent[];
  readonly series: readonly DumpedSeries[];
}

/** Reads a connection of a dump; `undefined` for an unknown format. */
export function dumpedConnection(value: unknown): DumpedConnection | undefined {
  if (!isRecord(value)) return undefined;
  const { rtcConfiguration, updateLog, stats = {} } = value;
  if (!Array.isArray(updateLog) || !isRecord(stats)) return undefined;
  return {
    servers: String(rtcConfiguration).match(/\b(?:stuns?|turns?):[^\s"',\]\\]+/g) ?? [],
    events: updateLog.flatMap(eventOf),
    series: Object.entries(stats).flatMap(([key, series]) => seriesOf(key, series)),
  };
}

function eventOf(value: unknown): DumpedEvent[] {
  if (!isRecord(value)) return [];
  const { type, value: text, timestamp: atMs } = value;
  if (typeof type !== "string" || typeof text !== "string" || typeof atMs !== "number") return [];
  return [{ type: type.replace(/^on(?=[a-z])/, ""), value: text, atMs }];
}

/** A key is an id and a name, for example `T01-selectedCandidatePairId`. Ids may contain hyphens. */
function seriesOf(key: string, series: unknown): DumpedSeries[] {
  if (!isRecord(series)) return [];
  const { startTime, statsType, values } = series;
  const list = jsonOf(values);
  if (!Array.isArray(list)) return [];
  const end = key.lastIndexOf("-");
  return [
    {
      id: key.slice(0, end),
      name: key.slice(end + 1),
      type: String(statsType),
      startMs: Date.parse(String(startTime)),
      values: list,
    },
  ];
}

/** Parses JSON; `undefined` for anything else. */
export function jsonOf(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
