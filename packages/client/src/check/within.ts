import { listenTo } from "../base/listen-to.ts";

/** The limits of waiting. */
export interface Limits {
  /** Time limit, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Settles like the work. Resolves with `undefined` after the time limit. Rejects if the signal is aborted. */
export async function within<Value>(
  work: Promise<Value>,
  { timeoutMs, signal }: Limits,
): Promise<Value | undefined> {
  let stop = () => {};
  const ended = new Promise<undefined>((resolve) => {
    const end = () => resolve(undefined);
    const timer = setTimeout(end, timeoutMs);
    const off = listenTo(signal, "abort", end);
    stop = () => {
      clearTimeout(timer);
      off();
    };
    if (signal?.aborted) end();
  });
  try {
    const result = await Promise.race([work, ended]);
    if (signal?.aborted) throw signal.reason;
    return result;
  } finally {
    stop();
  }
}
