import type { Unsubscribe } from "./emitter.ts";

/** An `EventTarget` that may be absent or incomplete: other platforms have only some of the objects of browsers. */
type Target = Partial<Pick<EventTarget, "addEventListener" | "removeEventListener">> | undefined;

/** Adds a listener to an event of the platform, if the target exists. `isFirst` adds it to the capture phase (DOM §2.9). */
export function listenTo(
  target: Target,
  name: string,
  listener: (event: Event) => void,
  isFirst = false,
): Unsubscribe {
  target?.addEventListener?.(name, listener, isFirst);
  return () => target?.removeEventListener?.(name, listener, isFirst);
}
