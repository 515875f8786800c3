import { FileProblem, isRecord, textOf } from "./file-problem.ts";
import { isDump, readDump } from "./read-dump.ts";
import { readTrace } from "./read-trace.ts";
import type { SavedTrace } from "./saved-trace.ts";
import { traceFormat } from "./trace-file.ts";

const neither =
  "is neither a saved trace nor a dump of chrome://webrtc-internals. Choose a file that “Save trace” " +
  "or “Download the webrtc-internals dump” has made.";

/** Reads a saved trace or a dump of `chrome://webrtc-internals`; rejects with a `FileProblem` for anything else. */
export async function readFile(file: Blob): Promise<SavedTrace> {
  const text = await textOf(file);
  if (text.startsWith("RTCStatsDump")) {
    throw new FileProblem(
      "is a dump in the format rtcstats. Choose “Download the webrtc-internals dump” on chrome://webrtc-internals.",
    );
  }
  const value = parsed(text);
  if (isRecord(value) && value["format"] === traceFormat) return readTrace(value);
  if (isDump(value)) return readDump(value);
  throw new FileProblem(neither);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new FileProblem(neither);
  }
}
