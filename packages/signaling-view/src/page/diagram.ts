import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { headHeight, type Layout, rowHeight } from "../drawing/layout.ts";
import { heads } from "../drawing/lifelines.ts";
import { drawRow } from "../drawing/row-drawing.ts";
import type { RowModel } from "../rows/row-model.ts";
import { spoken } from "../rows/sentences.ts";
import type { Words } from "../rows/words.ts";
import { mostEntries } from "../trace/trace.ts";
import type { Selection } from "./selection.ts";

export interface DiagramOptions {
  readonly models: readonly RowModel[];
  readonly layout: Layout;
  readonly words: Words;
  /** The number of older events that were discarded. */
  readonly letGo: number;
  readonly selection: Selection;
}

/** The names of the lanes, and below them the rows. */
export function diagram(options: DiagramOptions): TemplateResult {
  const { models, layout, letGo, selection } = options;
  return html`<div class="content">
    <div class="head" aria-hidden="true">
      <svg width=${layout.width} height=${headHeight}>${heads(layout)}</svg>
    </div>
    ${letGo > 0 ? letGoNote(letGo) : nothing}
    ${models.length === 0 ? nothingYet : nothing}
    <div class="rows" role="list" aria-label="Signaling events, oldest first"
      @pointerover=${selection.hover} @pointerleave=${selection.unhover}
      @focusin=${selection.focus} @click=${selection.click} @keydown=${selection.press}>
      ${rows(options)}
    </div>
  </div>`;
}

const nothingYet = html`<p class="empty">
  No events yet. The signals that you and other peers exchange appear here, one per row.
</p>`;

function letGoNote(letGo: number): TemplateResult {
  const count = letGo.toLocaleString("en");
  const kept = mostEntries.toLocaleString("en");
  return html`<p class="let-go">The newest ${kept} events are shown; ${count} older ones were discarded.</p>`;
}

function rows({ models, layout, words, selection: { pinnedKey } }: DiagramOptions) {
  const tabKey = pinnedKey ?? models.at(-1)?.key;
  return repeat(
    models,
    ({ key }) => key,
    (model) => {
      const focus = { isPinned: model.key === pinnedKey, isTab: model.key === tabKey };
      const reasons = [...reasonsOf(model), layout, words, focus.isPinned, focus.isTab];
      return guard(reasons, () => rowTemplate(model, { layout, words, ...focus }));
    },
  );
}

/** Of several hundred rows only the changed ones are drawn again. */
function reasonsOf({ row, present, sinceStartMs, sinceBeforeMs }: RowModel): readonly unknown[] {
  const shape = row.type === "fold" ? [row.entries.length, row.isOpen] : [1, row.isMember];
  return [row.entry, ...shape, [...present].join(), sinceStartMs, sinceBeforeMs];
}

interface RowOptions extends Pick<DiagramOptions, "layout" | "words"> {
  /** Whether it is the selected row. */
  readonly isPinned: boolean;
  /** Whether Tab moves the focus to it. */
  readonly isTab: boolean;
}

/** A drawing, and for screen readers a sentence. */
function rowTemplate(model: RowModel, options: RowOptions): TemplateResult {
  const { layout, words, isPinned, isTab } = options;
  return html`
    <div class="row ${isPinned ? "is-pinned" : ""}" role="listitem" data-key=${model.key}
      tabindex=${isTab ? 0 : -1} aria-label=${spoken(model, words)}>
      <svg aria-hidden="true" width=${layout.width} height=${rowHeight}>
        ${drawRow(model, layout, words)}
      </svg>
    </div>`;
}
