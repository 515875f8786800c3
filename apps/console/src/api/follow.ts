import { type AdminApi, ApiError } from "./admin-api.ts";
import type { StreamEvent } from "./answers.ts";

/** The time until the stream is opened again after a failure, in milliseconds. It doubles up to the last value. */
const [firstRetryMs, lastRetryMs] = [500, 8_000];

export interface Following {
  /** Absent: the events of all rooms. */
  readonly room?: string;
  readonly received: (event: StreamEvent) => void;
  /** Receives whether the stream is open. */
  readonly changed: (isOpen: boolean) => void;
  /** The token gives no access. The following has ended. */
  readonly denied: (error: ApiError) => void;
  readonly signal: AbortSignal;
}

/** Follows the stream of events until the signal is aborted. It is opened again whenever it ends. */
export async function follow(api: AdminApi, following: Following): Promise<void> {
  const { changed, denied, signal } = following;
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    try {
      await read(api, following, () => {
        retryMs = firstRetryMs;
        changed(true);
      });
      continue;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.isDenied) return denied(error);
    }
    changed(false);
    await new Promise((resolve) => setTimeout(resolve, retryMs));
    retryMs = Math.min(retryMs * 2, lastRetryMs);
  }
}

async function read(api: AdminApi, following: Following, opened: () => void): Promise<void> {
  const { room, received, signal } = following;
  const query = room === undefined ? {} : { room };
  const { body } = await api.send({ path: ["events"], query, signal });
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let isEnded = false;
  for (;;) {
    const { done, value = "" } = (await reader?.read()) ?? { done: true };
    if (done) break;
    const lines = `${rest}${value}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const event = JSON.parse(line) as StreamEvent;
      if (event.type === "stream.opened") opened();
      isEnded ||= event.type === "stream.ended";
      received(event);
    }
  }
  if (!isEnded) throw new Error("the stream was interrupted");
}
