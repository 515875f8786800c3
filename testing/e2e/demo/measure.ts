import type { Page } from "playwright-core";

/**
 * Returns what does not fit the window, in words: visible elements that reach beyond its edges, and
 * controls that cannot be scrolled to or are covered by something else. Scrolled content is allowed
 * to lie outside, because it can be brought into view.
 */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const tolerance = 1;
    const controls = "button, a[href], input, select, textarea, summary, [role=tab]";

    /** All elements, those of open shadow roots included. */
    const elementsOf = (root: ParentNode): Element[] =>
      [...root.querySelectorAll("*")].flatMap((element) =>
        element.shadowRoot ? [element, ...elementsOf(element.shadowRoot)] : [element],
      );

    const parentOf = (element: Element): Element | null =>
      element.assignedSlot ??
      element.parentElement ??
      (element.getRootNode() instanceof ShadowRoot
        ? (element.getRootNode() as ShadowRoot).host
        : null);

    const ancestorsOf = (element: Element): Element[] => {
      const parent = parentOf(element);
      return parent ? [parent, ...ancestorsOf(parent)] : [];
    };

    const isScroller = (element: Element): boolean => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const scrolls = (value: string) => value === "auto" || value === "scroll";
      return scrolls(overflowX) || scrolls(overflowY);
    };

    /** Text for screen readers only is clipped. */
    const isClipped = (element: Element): boolean =>
      [element, ...ancestorsOf(element)].some((one) => getComputedStyle(one).clipPath !== "none");

    const isSeen = (element: Element): boolean => {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        return false;
      const { width, height } = element.getBoundingClientRect();
      return width > 0 && height > 0 && !isClipped(element);
    };

    const nameOf = (element: Element): string => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const box = [left, top, right, bottom].map(Math.round).join(" ");
      const text = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim();
      const kind = `${element.localName}.${element.getAttribute("class") ?? ""}`;
      return `${kind} “${text.slice(0, 30)}” (${box}) in ${innerWidth} × ${innerHeight}`;
    };

    const isInside = (element: Element): boolean => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const isWide = left >= -tolerance && right <= innerWidth + tolerance;
      return isWide && top >= -tolerance && bottom <= innerHeight + tolerance;
    };

    /** The element that is drawn in the middle of a control, inside shadow roots, too. */
    const topmostAt = (x: number, y: number): Element | null => {
      let found = document.elementFromPoint(x, y);
      while (found?.shadowRoot) {
        const inner = found.shadowRoot.elementFromPoint(x, y);
        if (!inner || inner === found) break;
        found = inner;
      }
      return found;
    };

    const isReachable = (control: Element): boolean => {
      control.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
      if (!isInside(control)) return false;
      const { left, top, width, height } = control.getBoundingClientRect();
      const hit = topmostAt(left + width / 2, top + height / 2);
      return hit !== null && [hit, ...ancestorsOf(hit)].includes(control);
    };

    const dialog = elementsOf(document).find((element) => element.matches("dialog[open]"));
    const all = elementsOf(dialog ?? document.body);
    const seen = all.filter(isSeen);
    // A page that is higher than the window is scrolled as a whole.
    const canScroll = document.documentElement.scrollHeight > innerHeight + tolerance;
    const beyond = seen
      .filter((element) => !ancestorsOf(element).some(isScroller))
      .filter((element) => !(element instanceof SVGElement && element.localName !== "svg"))
      .filter((element) => {
        const { left, right, bottom } = element.getBoundingClientRect();
        const isWide = left < -tolerance || right > innerWidth + tolerance;
        return isWide || (!canScroll && bottom > innerHeight + tolerance);
      })
      .map((element) => `beyond the window: ${nameOf(element)}`);
    const wider = document.documentElement.scrollWidth - innerWidth;
    const lost = seen
      .filter((element) => element.matches(controls))
      .filter((control) => !isReachable(control))
      .map((control) => `not reachable: ${nameOf(control)}`);
    return [
      ...(wider > tolerance ? [`the page is ${wider} px wider than the window`] : []),
      ...beyond,
      ...lost,
    ];
  });
}
