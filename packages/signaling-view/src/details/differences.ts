import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import {
  countsOf,
  type DiffLine,
  type Gap,
  lineDiff,
  withoutUnchanged,
} from "../reading/line-diff.ts";
import { type Description, descriptionBefore, descriptionName } from "../rows/descriptions.ts";
import type { Words } from "../rows/words.ts";

/** The choices of the user. */
export interface Comparison {
  /** The ids of the two descriptions; `undefined` for the latest one and the one before. */
  readonly fromId: number | undefined;
  readonly toId: number | undefined;
  readonly withUnchanged: boolean;
}

export interface DifferencesOptions extends Pick<Words, "mask"> {
  /** The descriptions of one peer, oldest first. */
  readonly descriptions: readonly Description[];
  readonly startedAtMs: number;
  readonly comparison: Comparison;
  readonly compare: (comparison: Partial<Comparison>) => void;
}

/** Compares two descriptions line by line, when the user chooses others, and not with each measurement. */
export function differences(options: DifferencesOptions): TemplateResult {
  const { descriptions, comparison, startedAtMs, compare } = options;
  const to = descriptions.find(({ id }) => id === comparison.toId) ?? descriptions.at(-1);
  const earlier = descriptions.filter(({ id }) => to !== undefined && id < to.id);
  const from =
    earlier.find(({ id }) => id === comparison.fromId) ??
    (to && descriptionBefore(descriptions, to));
  if (!to || !from) return html`<p>There are no two descriptions to compare yet.</p>`;
  return html`
    <div class="compared">
      ${choice("Compare", { list: earlier, chosen: from, startedAtMs, choose: (fromId) => compare({ fromId }) })}
      ${choice("with", {
        list: descriptions.slice(1),
        chosen: to,
        startedAtMs,
        choose: (toId) => compare({ toId, fromId: undefined }),
      })}
    </div>
    ${guard([from, to, comparison.withUnchanged, options.mask], () => compared(lineDiff(from.sdp, to.sdp), options))}`;
}

interface ChoiceOptions {
  readonly list: readonly Description[];
  readonly chosen: Description;
  readonly startedAtMs: number;
  readonly choose: (id: number) => void;
}

function choice(label: string, options: ChoiceOptions): TemplateResult {
  const { list, chosen, startedAtMs, choose } = options;
  const change = ({ target }: Event) => choose(Number((target as HTMLSelectElement).value));
  const option = (description: Description) =>
    html`<option value=${description.id} .selected=${description === chosen}>
      ${descriptionName(description, startedAtMs)}
    </option>`;
  return html`<label>${label} <select @change=${change}>${list.map(option)}</select></label>`;
}

function compared(
  lines: readonly DiffLine[] | undefined,
  { mask, comparison: { withUnchanged }, compare }: DifferencesOptions,
): TemplateResult {
  if (!lines) return html`<p>The two descriptions have too many differences to compare.</p>`;
  const { added, removed, same } = countsOf(lines);
  const shown = withUnchanged ? lines : withoutUnchanged(lines);
  const toggle = ({ target }: Event) =>
    compare({ withUnchanged: (target as HTMLInputElement).checked });
  return html`
    <p role="status">${added} ${added === 1 ? "line" : "lines"} added, ${removed} removed, ${same} unchanged.</p>
    <p>A secret or a fingerprint is hidden: if it changed, both lines look the same.</p>
    <label><input type="checkbox" .checked=${withUnchanged} @change=${toggle} />Show unchanged lines</label>
    <div class="wide" role="group" aria-label="Differences" tabindex="0">
      <ol class="diff" role="list">${shown.map((line) => item(line, mask))}</ol>
    </div>`;
}

const marks = { added: "+", removed: "−", same: " " } as const;

/** Marked by a sign and, for screen readers, by a word. */
function item(line: DiffLine | Gap, mask: Words["mask"]): TemplateResult {
  if (line.change === "gap") {
    return html`<li class="gap">… ${line.count} unchanged ${line.count === 1 ? "line" : "lines"}</li>`;
  }
  const { change, text } = line;
  return html`<li class=${change}><span aria-hidden="true">${marks[change]}</span>${
    change === "same" ? nothing : html`<span class="visually-hidden">${change}: </span>`
  }<code>${mask(text)}</code></li>`;
}
