import { css } from "lit";
import { lineChartStyles } from "../drawing/line-chart.ts";

/** Styles of the details about a connection. */
export const connectionStyles = css`
  /* Positioned, because hidden words would otherwise make the page higher. */
  .wide {
    position: relative;
    overflow: auto;
    max-block-size: 22rem;
    overscroll-behavior-x: contain;
  }
  .wide table {
    margin: 0;
  }
  .wide :is(th, td) {
    white-space: nowrap;
  }
  .wide thead th {
    position: sticky;
    inset-block-start: 0;
    background: var(--view-paper);
  }
  .wide tbody th {
    color: inherit;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  .in-use {
    background: color-mix(in srgb, var(--view-accent) 12%, transparent);
  }
  .in-use strong {
    color: var(--view-accent);
  }
  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
    gap: 0.75rem 1.5rem;
    margin-block-start: 0.35rem;
  }
  figure {
    display: grid;
    gap: 0.25rem;
    margin: 0;
    font-variant-numeric: tabular-nums;
  }
  figure .line-chart {
    color: var(--view-accent);
    border-block-end: 1px solid var(--view-line);
  }
  figcaption {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 0.75rem;
  }
  small {
    min-block-size: 1lh;
    color: var(--view-soft);
    font-size: 0.75rem;
  }
  .compared {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35rem 0.75rem;
    margin-block: 0.35rem;
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
  }
  input {
    accent-color: var(--view-accent);
    margin: 0;
  }
  select {
    font: inherit;
    color: var(--view-ink);
    background: var(--view-card);
    border: 1px solid var(--view-line);
    border-radius: 0.4rem;
    padding: 0.15rem 0.3rem;
    min-block-size: 1.75rem;
    max-inline-size: 100%;
  }
  .diff {
    font: 0.72rem/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    inline-size: max-content;
    min-inline-size: 100%;
    margin: 0.4rem 0 0;
    padding: 0;
    list-style: none;
  }
  .diff li {
    display: flex;
    white-space: pre;
  }
  .diff [aria-hidden] {
    inline-size: 2ch;
    font-weight: 700;
  }
  .diff code {
    font: inherit;
  }
  .added {
    background: color-mix(in srgb, var(--view-answer) 15%, transparent);
  }
  .removed {
    background: color-mix(in srgb, var(--view-error) 15%, transparent);
  }
  .gap {
    color: var(--view-soft);
    padding-inline-start: 2ch;
  }
  .visually-hidden {
    position: absolute;
    clip-path: inset(50%);
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
  }
  ${lineChartStyles}
`;
