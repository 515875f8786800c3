import type { AddressMask, MaskOptions } from "../reading/address-mask.ts";
import type { Entry } from "./entry.ts";
import type { Inspection } from "./inspection.ts";

export const traceFormat = "signaling-trace";
/** Grows when the shape of the file changes. Version 2 added `connections` and the step `failed`. */
export const traceVersion = 2;

/** A trace as it is saved, to look at later or to show to others. */
export interface TraceFile {
  readonly format: typeof traceFormat;
  readonly version: typeof traceVersion;
  /** ISO 8601; the `atMs` of the steps count from here. */
  readonly startedAt: string;
  /** The id of the peer that recorded the trace. */
  readonly self: string;
  readonly addresses: "masked" | "included";
  readonly earlierStepsLetGo: number;
  readonly steps: readonly Entry[];
  /** The state of each connection when the file was saved, by peer id. Absent in version 1. */
  readonly connections?: Readonly<Record<string, Inspection>>;
}

export interface TraceFileOptions extends MaskOptions {
  readonly entries: readonly Entry[];
  readonly startedAtMs: number;
  readonly selfId: string;
  readonly letGo: number;
  readonly mask: AddressMask;
  readonly inspections?: ReadonlyMap<string, Inspection>;
}

/** A trace as JSON. Addresses are masked unless they are asked for. */
export function traceFile(options: TraceFileOptions): string {
  const { entries, startedAtMs, selfId, letGo, mask, withAddresses = false } = options;
  const { inspections = new Map() } = options;
  const file: TraceFile = {
    format: traceFormat,
    version: traceVersion,
    startedAt: new Date(startedAtMs).toISOString(),
    self: selfId,
    addresses: withAddresses ? "included" : "masked",
    earlierStepsLetGo: letGo,
    steps: entries.map((entry) => ({ ...entry, atMs: entry.atMs - startedAtMs })),
    connections: Object.fromEntries(inspections),
  };
  return `${JSON.stringify(mask.deep(file, { withAddresses }), null, 2)}\n`;
}
