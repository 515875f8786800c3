import { type SVGTemplateResult, svg } from "lit";
import type { Layout } from "../model/layout.ts";
import type { Label } from "../words/words.ts";
import { lineY, pill, textY } from "./marks.ts";
import { shorten, textWidth } from "./text.ts";

export interface Labelled {
  readonly label: Label;
  readonly layout: Layout;
}

const gap = 6;
const rightMargin = 4;

/** The label in the middle of an arrow, or from its left end on if it is longer than that. */
export function above(labelled: Labelled, left: number, right: number): SVGTemplateResult {
  const width = widthOf(labelled.label);
  if (width > right - left - 20) return beside(labelled, left);
  return written(labelled.label, { x: (left + right) / 2, y: textY, isMiddle: true });
}

/** The label to the right of a line. */
export function beside({ label, layout }: Labelled, x: number, y = textY): SVGTemplateResult {
  const start = x + 10;
  return written(label, { x: start, y, most: layout.width - rightMargin - start });
}

export function inPill({ label, layout }: Labelled, middle: number): SVGTemplateResult[] {
  const padding = 12;
  const left = layout.gutter + 6;
  const most = layout.width - rightMargin - left;
  const width = Math.min(widthOf(label) + 2 * padding, most);
  const x = Math.min(Math.max(middle, left + width / 2), layout.width - rightMargin - width / 2);
  const place = { x, y: lineY - 2, most: width - 2 * padding + 1, isMiddle: true };
  return [pill(x, width), written(label, place)];
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** How wide it may be; absent if that is known to be enough. */
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
