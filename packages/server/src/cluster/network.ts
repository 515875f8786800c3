/** How the nodes of one process reach each other and the store. Both directions keep the order. */
export interface Network {
  /** Carries work from the node to the store. Calls `fail` if the response is lost, with or without the work. */
  carry(work: () => void, fail: () => void): void;
  /** Carries work to the node. */
  deliver(work: () => void): void;
}

/** Returns a network without a delay. Work that is delivered during other work follows it. */
export function directNetwork(): Network {
  const waiting: (() => void)[] = [];
  let isBusy = false;
  return {
    carry: (work) => work(),
    deliver: (work) => {
      waiting.push(work);
      if (isBusy) return;
      isBusy = true;
      for (let next = waiting.shift(); next; next = waiting.shift()) next();
      isBusy = false;
    },
  };
}
