import type { Unsubscribe } from "./emitter.ts";
import { listenTo } from "./listen-to.ts";

export interface PageLifecycle {
  /**
   * The page is unloaded, enters the back/forward cache, or is frozen in the background. A frozen page may be discarded without
   * another event. `mayReturn`: the page may be shown again in its present state.
   */
  readonly hidden: (mayReturn: boolean) => unknown;
  /** The page is shown or resumed again. */
  readonly shown?: () => void;
  /** Whether these listeners are called before the ones without `isFirst`. */
  readonly isFirst?: boolean;
}

/** Watches the life cycle of the page (HTML §7.4.6, Page Lifecycle §3). Does nothing outside pages. */
export function watchPage({
  hidden,
  shown = () => {},
  isFirst = false,
}: PageLifecycle): Unsubscribe {
  const { document } = globalThis;
  const isPersisted = (event: Event) => (event as PageTransitionEvent).persisted;
  const offs = [
    listenTo(globalThis, "pagehide", (event) => hidden(isPersisted(event)), isFirst),
    listenTo(document, "freeze", () => hidden(true), isFirst),
    listenTo(document, "resume", shown, isFirst),
    listenTo(globalThis, "pageshow", (event) => isPersisted(event) && shown(), isFirst),
  ];
  return () => {
    for (const off of offs) off();
  };
}
