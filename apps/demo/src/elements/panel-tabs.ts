import { css, html, nothing, type TemplateResult } from "lit";
import { type IconName, icon } from "../page/icons.ts";

/** The panel that is shown beside the people; on a phone, instead of them. */
export type PanelName = "people" | "chat" | "signaling";

const panels: readonly {
  readonly name: PanelName;
  readonly label: string;
  readonly icon: IconName;
}[] = [
  { name: "people", label: "People", icon: "people" },
  { name: "chat", label: "Chat", icon: "chat" },
  { name: "signaling", label: "Signaling", icon: "signaling" },
];

export const tabStyles = css`
  .tabs {
    display: flex;
    border-block-end: 1px solid var(--line);
    background: var(--card);
  }

  [role="tablist"] {
    display: flex;
    flex: 1;
    min-inline-size: 0;
  }

  .expand {
    border-radius: 0;
  }

  .expand:focus-visible {
    outline-offset: -3px;
  }

  [role="tab"] {
    position: relative;
    flex: 1 1 auto;
    min-inline-size: 0;
    padding: 0 0.5rem;
    border: 0;
    border-radius: 0;
    background: transparent;
    color: var(--soft);
  }

  [role="tab"]:focus-visible {
    outline-offset: -3px;
  }

  [role="tab"][aria-selected="true"] {
    color: var(--ink);
    font-weight: 600;
    box-shadow: inset 0 -2px var(--accent);
  }

  .count {
    min-inline-size: 1.3rem;
    padding: 0 0.35rem;
    border-radius: 999px;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 0.8rem;
    font-weight: 600;
  }

  @media (min-width: 56.01rem) {
    #tab-people {
      display: none;
    }
  }

  /* One panel has all the room already. */
  @media (max-width: 56rem) {
    .expand {
      display: none;
    }
  }
`;

export interface PanelTabsOptions {
  readonly selected: PanelName;
  /** The number of unread chat messages and files. */
  readonly unread: number;
  /** Whether the panel takes the place of the people, too. */
  readonly isExpanded: boolean;
  readonly select: (name: PanelName) => void;
  readonly toggleExpanded: () => void;
}

/** The tabs, with arrow keys between them (WAI-ARIA tabs pattern). */
export function panelTabs(options: PanelTabsOptions): TemplateResult {
  const { selected, unread, isExpanded, select, toggleExpanded } = options;
  const move = (event: KeyboardEvent) => {
    const tabs = [...(event.currentTarget as HTMLElement).children].filter(isShown);
    const here = tabs.indexOf(event.target as HTMLElement);
    const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs.at(to % tabs.length);
    next?.focus();
    next?.click();
  };
  const expandLabel = isExpanded ? "Show the people" : "Expand the panel";
  return html`<div class="tabs"><div role="tablist" aria-label="Panels" @keydown=${move}>
    ${panels.map(
      ({ name, label, icon: drawing }) => html`<button
        type="button"
        role="tab"
        id=${`tab-${name}`}
        aria-selected=${name === selected}
        aria-controls=${name === "people" ? nothing : `panel-${name}`}
        tabindex=${name === selected ? 0 : -1}
        @click=${() => select(name)}
      >${icon(drawing)} ${label}${
        name === "chat" && unread > 0
          ? html`<span class="count">${unread}<span class="visually-hidden"> new</span></span>`
          : nothing
      }</button>`,
    )}
  </div>
  <button type="button" class="plain icon-only expand" aria-label=${expandLabel} title=${expandLabel}
    @click=${toggleExpanded}>${icon(isExpanded ? "shrink" : "expand")}</button></div>`;
}

function isShown(element: Element): element is HTMLElement {
  return element instanceof HTMLElement && element.offsetParent !== null;
}
