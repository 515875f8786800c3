import { useEffect, useRef } from "react";
import type { Emitter } from "../base/emitter.ts";

/**
 * Listens to an event of a room or a peer while the component is mounted. The listener may be a new function in each rendering.
 * Without a target, the hook does nothing.
 *
 * @example
 * useListener(peer, "data", (data) => setMessages((messages) => [...messages, data]));
 */
export function useListener<Events extends object, Name extends keyof Events>(
  target: Emitter<Events> | undefined,
  name: Name,
  listener: (value: Events[Name]) => void,
): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => target?.on(name, (value) => latest.current(value)), [target, name]);
}
