import type { Network } from "../network.ts";

/** The fate of one message: its delay, and whether the response to it is lost, with or without its effect. */
export interface Lag {
  readonly delayMs: number;
  readonly fails?: "before" | "after" | undefined;
}

export interface Lags {
  /** Returns the lag of the next message of a node to the store or to another node. */
  readonly carry: () => Lag;
  /** Returns the delay of the next message to a node, in milliseconds. */
  readonly deliver: () => number;
}

/** Returns a network with delays and lost responses. Both directions keep the order, as one connection does. */
export function laggingNetwork({ carry, deliver }: Lags): Network {
  const outgoing = lane();
  const incoming = lane();
  return {
    carry: (work, fail) => {
      const { delayMs, fails } = carry();
      outgoing(delayMs, () => {
        if (fails !== "before") work();
        if (fails !== undefined) fail();
      });
    },
    deliver: (work) => incoming(deliver(), work),
  };
}

/** Returns a function that does works one after the other, each not before its delay; at once if there is nothing to wait for. */
function lane(): (delayMs: number, work: () => void) => void {
  const waiting: { readonly work: () => void; isDue: boolean }[] = [];
  let isBusy = false;
  const run = () => {
    if (isBusy) return;
    isBusy = true;
    while (waiting[0]?.isDue) waiting.shift()?.work();
    isBusy = false;
  };
  return (delayMs, work) => {
    const next = { work, isDue: delayMs === 0 };
    waiting.push(next);
    if (next.isDue) return run();
    setTimeout(() => {
      next.isDue = true;
      run();
    }, delayMs);
  };
}
