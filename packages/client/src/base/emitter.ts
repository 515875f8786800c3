/** Removes the listener that an `on` or `once` added. May be called at any time, also inside the listener. */
export type Unsubscribe = () => void;

type Listener<Value> = (value: Value) => void;

/**
 * Named events with one value each. Listeners are called as by `EventTarget` (DOM §2.9): in the order in which they were
 * added, and never after their removal. An exception of a listener is reported, and the next listener is still called.
 */
export class Emitter<Events extends object> {
  /**
   * Does not exist at run time. Compilers infer the events of an emitter from it: declarations omit the types of private fields.
   *
   * @hidden
   */
  declare readonly "~events"?: Events;
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  /** Calls the listener at each event with this name. Returns a function that removes the listener. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): Unsubscribe {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    // A new function per call: a listener that is added twice is called twice, and each `Unsubscribe` removes one.
    const own: Listener<Events[Name]> = (value) => listener(value);
    listeners.add(own);
    return () => listeners.delete(own);
  }

  /** Calls the listener once, at the next event with this name. Returns a function that removes the listener. */
  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): Unsubscribe {
    const off = this.on(name, (value) => {
      off();
      listener(value);
    });
    return off;
  }

  protected emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    const listeners = this.#listeners.get(name) as Set<Listener<Events[Name]>> | undefined;
    for (const listener of [...(listeners ?? [])]) {
      if (listeners?.has(listener)) callListener(listener, value);
    }
  }
}

/** Calls a listener and reports its exception as uncaught. */
export function callListener<Value>(listener: Listener<Value>, value: Value): void {
  try {
    listener(value);
  } catch (error) {
    reportUncaught(error);
  }
}

/** Reports an exception as uncaught (HTML §8.1.4.6). Node.js has no `reportError`. */
export function reportUncaught(error: unknown): void {
  const report = globalThis.reportError ?? throwLater;
  report(error);
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
