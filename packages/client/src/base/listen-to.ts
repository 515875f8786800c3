import type { Unsubscribe } from "./emitter.ts";

/** As much of an `EventTarget` as there is: programs outside browsers often have only a part of what browsers have. */
type Target = Partial<Pick<EventTarget, "addEventListener" | "removeEventListener">> | undefined;

/** Listens to an event of the platform, where there is one. `isFirst`: before the listeners that are not. */
export function listenTo(
  target: Target,
  name: string,
  listener: (event: Event) => void,
  isFirst = false,
): Unsubscribe {
  target?.addEventListener?.(name, listener, isFirst);
  return () => target?.removeEventListener?.(name, listener, isFirst);
}
