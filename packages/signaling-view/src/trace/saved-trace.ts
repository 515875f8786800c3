import type { Inspection } from "./inspection.ts";
import type { Trace } from "./trace.ts";

/** A trace from a file. */
export interface SavedTrace {
  readonly trace: Trace;
  /** The peer that recorded the trace; `undefined` for a browser, which knows no peer ids. */
  readonly selfId: string | undefined;
  /** The measurements of each connection, as far as the file has any. */
  readonly inspections: ReadonlyMap<string, Inspection>;
}
