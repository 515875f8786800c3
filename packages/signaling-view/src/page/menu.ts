import { html, type TemplateResult } from "lit";

/** A button that opens a box of further controls. Escape, a button in it and leaving it close it. */
export function menu(label: string, content: TemplateResult): TemplateResult {
  return html`
    <details class="menu" @keydown=${closeOnEscape} @focusout=${closeWhenLeft} @click=${closeWhenUsed}>
      <summary>${label}</summary>
      <div class="menu-box">${content}</div>
    </details>`;
}

/** Closes the menus below an element that a pointer has not pressed. */
export function closeOtherMenus({ currentTarget, target }: Event): void {
  const root = currentTarget as HTMLElement;
  for (const details of root.querySelectorAll<HTMLDetailsElement>("details.menu")) {
    if (!details.contains(target as Node)) details.open = false;
  }
}

function closeOnEscape(event: KeyboardEvent): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (event.key !== "Escape" || !details.open) return;
  event.stopPropagation();
  details.open = false;
  details.querySelector("summary")?.focus();
}

/** Safari gives buttons that are clicked no focus: then it has gone nowhere. */
function closeWhenLeft({ currentTarget, relatedTarget }: FocusEvent): void {
  const details = currentTarget as HTMLDetailsElement;
  if (relatedTarget && !details.contains(relatedTarget as Node)) details.open = false;
}

function closeWhenUsed({ currentTarget, target }: Event): void {
  if ((target as Element).localName === "button") {
    (currentTarget as HTMLDetailsElement).open = false;
  }
}
