import { diagnoseMedia } from "../diagnosis/media-problem.ts";
import type { CheckCause } from "./own-causes.ts";
import { type Checked, failed, passed, skipped } from "./result.ts";
import { type Limits, within } from "./within.ts";

/** A user must find and answer the question of the browser within this time, in milliseconds. */
const answerMs = 60_000;

/** Opens the camera or the microphone, and closes it again. */
export async function checkMedia(
  kind: "audio" | "video",
  { signal }: Pick<Limits, "signal">,
): Promise<Checked> {
  const { navigator, isSecureContext } = globalThis;
  // Browsers have no devices for an insecure page, which is a problem of the page.
  if (!navigator?.mediaDevices && isSecureContext !== false)
    return { outcome: skipped("no-media-api") };
  const opened = open(kind);
  let isOver = false;
  opened.then(
    (stream) => isOver && close(stream),
    () => {},
  );
  try {
    const stream = await within(opened, { timeoutMs: answerMs, signal });
    if (!stream) return { outcome: failed("media-unanswered") };
    close(stream);
    return { outcome: passed() };
  } catch (error) {
    if (signal?.aborted) throw error;
    const { cause, details } = diagnoseMedia(error);
    return { outcome: failed(cause as CheckCause, details) };
  } finally {
    isOver = true;
  }
}

async function open(kind: "audio" | "video"): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ [kind]: true });
}

function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
