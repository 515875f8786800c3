import { css, html, nothing, type TemplateResult } from "lit";
import { type IconName, icon } from "../icons.ts";

/** What is seen beside the people; on a phone, instead of them. */
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
  [role="tablist"] {
    display: flex;
    border-block-end: 1px solid var(--line);
    background: var(--card);
  }

  [role="tab"] {
    position: relative;
    flex: 1;
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
`;

export interface PanelTabsOptions {
  readonly selected: PanelName;
  /** How much there is to read in the chat. */
  readonly unread: number;
  readonly select: (name: PanelName) => void;
}

/** The tabs, with arrow keys between them (WAI-ARIA tabs pattern). */
export function panelTabs({ selected, unread, select }: PanelTabsOptions): TemplateResult {
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
  return html`<div role="tablist" aria-label="Beside the call" @keydown=${move}>
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
  </div>`;
}

function isShown(element: Element): element is HTMLElement {
  return element instanceof HTMLElement && element.offsetParent !== null;
}
