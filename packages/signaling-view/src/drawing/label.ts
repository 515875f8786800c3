import { type SVGTemplateResult, svg } from "lit";
import type { Label } from "../rows/words.ts";
import type { Layout } from "./layout.ts";
import { lineY, pill, textY } from "./marks.ts";
import { shorten, textWidth } from "./text.ts";

export interface Labeled {
  readonly label: Label;
  readonly layout: Layout;
}

const gap = 6;
const rightMargin = 4;

/** The label in the middle of an arrow, or from its left end on if it is longer than the arrow. */
export function above(labeled: Labeled, left: number, right: number): SVGTemplateResult {
  const end = visibleEnd(labeled.layout, right);
  const width = widthOf(labeled.label);
  if (width > end - left - 20) return beside(labeled, left);
  return written(labeled.label, { x: (left + end) / 2, y: textY, isMiddle: true });
}

/** Of a diagram that is wider than the view, labels stand in the part that is visible first. */
function visibleEnd({ visibleWidth }: Layout, right: number): number {
  return Math.min(right, visibleWidth - rightMargin);
}

/** The label to the right of a line. */
export function beside({ label, layout }: Labeled, x: number, y = textY): SVGTemplateResult {
  const start = x + 10;
  return written(label, { x: start, y, most: layout.width - rightMargin - start });
}

const pillPadding = 12;

/**
 * The label in a pill between two lines, shortened to their distance. Where not even its main part
 * fits, it is written from the left line on instead.
 */
export function inPill(labeled: Labeled, left: number, right: number): SVGTemplateResult[] {
  const { label, layout } = labeled;
  const end = visibleEnd(layout, right);
  const most = end - left - 12;
  if (textWidth(label.main, "main") + 2 * pillPadding > most) {
    return [beside(labeled, left, lineY - 2)];
  }
  const width = Math.min(widthOf(label) + 2 * pillPadding, most);
  const x = (left + end) / 2;
  const place = { x, y: lineY - 2, most: width - 2 * pillPadding + 1, isMiddle: true };
  return [pill(x, width), written(label, place)];
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** The available width; absent if the text is known to fit. */
  readonly most?: number;
  /** Whether `x` is its middle. */
  readonly isMiddle?: boolean;
}

function written(
  { main, soft }: Label,
  { x, y, most = Infinity, isMiddle }: Place,
): SVGTemplateResult {
  const rest = shorten(soft ?? "", most - textWidth(main, "main") - gap);
  return svg`
    <text class="label" x=${x} y=${y} text-anchor=${isMiddle ? "middle" : "start"}
      ><tspan class="main">${shorten(main, most, "main")}</tspan
      >${rest ? svg`<tspan class="soft" dx=${gap}>${rest}</tspan>` : ""}</text>`;
}

function widthOf({ main, soft }: Label): number {
  return textWidth(main, "main") + (soft ? gap + textWidth(soft) : 0);
}
