import { type SVGTemplateResult, svg } from "lit";

/** The line of a row and the baseline of its text, in pixels from the top of the row. */
export const lineY = 22;
export const textY = 13;

type Drawing = SVGTemplateResult;

export interface ArrowOptions {
  readonly via?: number | undefined;
  readonly kind?: "thin" | "direct" | "";
}

/** An arrow that ends just before the line it points to, with a dot where the server forwards it. */
export function arrow(from: number, to: number, { via, kind = "" }: ArrowOptions = {}): Drawing {
  const way = Math.sign(to - from);
  const tip = to - way * 2;
  const relay =
    via === undefined ? "" : svg`<circle class="solid" cx=${via} cy=${lineY} r="2.5" />`;
  return svg`
    <path class="shaft ${kind}" d="M${from + way * 3} ${lineY}H${tip - way * 6}" />
    ${relay}
    <path class="solid" d="M${tip} ${lineY}l${-way * 9} -4.5v9z" />`;
}

/** A band between two lines: the connection between them. */
export function band(from: number, to: number): Drawing {
  return svg`<path class="shaft direct" d="M${from + 6} ${lineY - 6}H${to - 6}" />`;
}

export function cross(x: number, y = lineY): Drawing {
  return svg`
    <circle class="mask" cx=${x} cy=${y} r="8" />
    <path class="shaft" d="M${x - 4.5} ${y - 4.5}l9 9m0 -9l-9 9" />`;
}

/** An arrow that returns to its start. */
export function takenBack(x: number): Drawing {
  return svg`
    <path class="shaft" d="M${x + 2} ${lineY - 13}h9a6.5 6.5 0 0 1 0 13h-4" />
    <path class="solid" d="M${x + 1} ${lineY}l9 -4.5v9z" />`;
}

/** An arrow in a circle: a repetition. */
export function again(x: number): Drawing {
  const y = lineY - 6;
  return svg`
    <circle class="mask" cx=${x} cy=${y} r="10" />
    <path class="shaft" d="M${x + 6.5} ${y - 1}a6.5 6.5 0 1 1 -3 -4.6" />
    <path class="solid" d="M${x + 5.5} ${y - 2.5}l-5.5 -1.2l4.4 -4.6z" />`;
}

/** A dot on a line: an event there. */
export function dot(x: number): Drawing {
  return svg`<circle class="mask" cx=${x} cy=${lineY - 6} r="7" /><circle class="solid" cx=${x} cy=${lineY - 6} r="4" />`;
}

export function pill(x: number, width: number): Drawing {
  const left = x - width / 2;
  return svg`<rect class="pill" x=${left} y=${lineY - 17} width=${width} height="22" rx="11" />`;
}
