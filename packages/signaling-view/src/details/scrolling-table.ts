import { html, type TemplateResult } from "lit";

export interface TableOptions {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: unknown;
}

/** A table that scrolls by itself where it is wider than the view, also with the keyboard. */
export function scrollingTable({ label, columns, rows }: TableOptions): TemplateResult {
  return html`
    <div class="wide" role="group" aria-label=${label} tabindex="0">
      <table>
        <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
        <tbody>${rows}</tbody>
      </table>
    </div>`;
}
