import type { Unsubscribe } from "./emitter.ts";
import { listenTo } from "./listen-to.ts";

export interface PageLifecycle {
  /**
   * The page ends, or is put aside: into the back/forward cache, or frozen in the background, from where it may be
   * discarded without another word. `mayReturn`: it may be shown again, as it is now.
   */
  readonly hidden: (mayReturn: boolean) => unknown;
  /** A page that was put aside is there again. */
  readonly shown?: () => void;
  /** Is told before those who are not first. */
  readonly isFirst?: boolean;
}

/** Tells what becomes of the page (HTML §7.4.6, Page Lifecycle §3). Outside pages nothing is ever told. */
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
