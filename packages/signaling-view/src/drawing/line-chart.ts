import { css, html, svg, type TemplateResult } from "lit";

/** A value at a place of the horizontal axis; a gap if `y` is `undefined`. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number | undefined;
}

export interface LineChart {
  /** The values in words, for screen readers. */
  readonly label: string;
  readonly points: readonly ChartPoint[];
  /** The ends of the horizontal axis. */
  readonly from: number;
  readonly to: number;
  /** Points that are further apart are not connected. Default: all points are connected. */
  readonly mostBetween?: number;
}

const width = 120;
const height = 40;
/** Room for half of the line. */
const margin = 1;

/** The styles of the charts, in the color of the text. */
export const lineChartStyles = css`
  .line-chart {
    display: block;
    inline-size: 100%;
    block-size: 40px;
    overflow: visible;
  }
  .line-chart polyline {
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
`;

/** A line, from zero at the bottom to the greatest value at the top. It fills the width of its container. */
export function lineChart(chart: LineChart): TemplateResult {
  return html`
    <svg class="line-chart" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none"
      role="img" aria-label=${chart.label}>
      ${linesOf(chart).map((points) => svg`<polyline points=${points} />`)}
    </svg>`;
}

/** Returns the points of each line; there are several if there are gaps. */
export function linesOf({ points, from, to, mostBetween = Infinity }: LineChart): string[] {
  const greatest = Math.max(...points.map(({ y = 0 }) => y), Number.MIN_VALUE);
  const lines: string[][] = [];
  let before: number | undefined;
  for (const { x, y } of points) {
    const isApart = before === undefined || x - before > mostBetween;
    before = y === undefined ? undefined : x;
    if (y === undefined) continue;
    if (isApart) lines.push([]);
    const across = ((x - from) / (to - from || 1)) * width;
    const up = (y / greatest) * (height - 2 * margin);
    lines.at(-1)?.push(`${round(across)},${round(height - margin - up)}`);
  }
  // A line needs two points, even if they are the same.
  return lines.map((line) => (line.length === 1 ? [...line, ...line] : line).join(" "));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
