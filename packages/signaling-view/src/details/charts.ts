import { html, type TemplateResult } from "lit";
import { lineChart } from "../drawing/line-chart.ts";
import type { Sample } from "../reading/sample.ts";
import { type Series, seriesOf, seriesSummary } from "../rows/series.ts";

/** The shortest period of the charts, in milliseconds: two minutes, with one sample per second. */
const leastPeriodMs = 119_000;

/** Three missing samples are a gap. */
const mostBetweenMs = 3_500;

/** The round-trip time and the bit rates over time. */
export function charts(samples: readonly Sample[]): TemplateResult {
  const to = samples.at(-1)?.atMs ?? 0;
  const from = Math.min(samples[0]?.atMs ?? 0, to - leastPeriodMs);
  return html`<div class="charts">${seriesOf(samples).map((series) => chart(series, from, to))}</div>`;
}

function chart(series: Series, from: number, to: number): TemplateResult {
  const { name, points, latest, range } = series;
  const label = seriesSummary(series);
  return html`
    <figure>
      <figcaption>${name} <strong>${latest}</strong></figcaption>
      ${lineChart({ label, points, from, to, mostBetween: mostBetweenMs })}
      <small>${range}</small>
    </figure>`;
}
