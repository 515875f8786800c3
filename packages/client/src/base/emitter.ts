/** Ends what an `on` began. May be called at any time, also inside the listener. */
export type Unsubscribe = () => void;

type Listener<Value> = (value: Value) => void;

/**
 * Events by name, each with one value. Listeners are called as `EventTarget` calls them: in the order they were added;
 * one that was removed is not called any more; the exception of one is reported and keeps no other from being called.
 */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  /** Calls the listener at each event of that name. Returns a function that ends this. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): Unsubscribe {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    // Its own function: a listener that is added twice is called twice, and each `Off` ends one of the two.
    const own: Listener<Events[Name]> = (value) => listener(value);
    listeners.add(own);
    return () => listeners.delete(own);
  }

  /** Calls the listener at the next event of that name, and then no more. Returns a function that ends this. */
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

/** Its exception is reported as uncaught, and does not end the work at hand (HTML §8.1.4.6). Node has no `reportError`. */
export function callListener<Value>(listener: Listener<Value>, value: Value): void {
  try {
    listener(value);
  } catch (error) {
    const report = globalThis.reportError ?? throwLater;
    report(error);
  }
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
