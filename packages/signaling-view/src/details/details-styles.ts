import { css, unsafeCSS } from "lit";
import { tones } from "../drawing/palette.ts";

const titles = Object.keys(tones).map((tone) => `.tone-${tone} { color: var(--view-${tone}); }`);

export const detailsStyles = css`
  .details {
    overflow: auto;
    padding: 0.75rem 1rem 1rem;
    background: var(--view-card);
    overscroll-behavior: contain;
    overflow-wrap: anywhere;
  }
  h2 {
    margin: 0;
    font-size: 1rem;
    line-height: 1.3;
  }
  h3 {
    margin: 0;
    font-size: 0.8125rem;
  }
  .details p {
    margin-block: 0.35rem;
  }
  .when {
    color: var(--view-soft);
    font-variant-numeric: tabular-nums;
  }
  .when span::before {
    content: "· ";
  }
  .sentence {
    font-weight: 600;
  }
  .lesson {
    max-inline-size: 65ch;
  }
  section {
    margin-block-start: 0.75rem;
    padding: 0.6rem 0.75rem;
    background: var(--view-paper);
    border: 1px solid var(--view-line);
    border-radius: 0.5rem;
  }
  section p {
    color: var(--view-ink);
  }
  dl {
    display: grid;
    gap: 0.3rem;
    margin-block: 0.5rem 0;
  }
  dl > div {
    display: grid;
    grid-template-columns: 7.5rem minmax(0, 1fr);
    gap: 0.5rem;
  }
  dt,
  th,
  summary {
    color: var(--view-soft);
  }
  dd {
    margin: 0;
  }
  dd small {
    display: block;
    color: var(--view-soft);
    font-size: 0.75rem;
    line-height: 1.4;
  }
  .problems {
    display: grid;
    gap: 0.5rem;
    margin-block: 0.35rem;
    padding-inline-start: 1.25rem;
  }
  .problems small {
    display: block;
    color: var(--view-soft);
    font-size: 0.75rem;
  }
  table {
    border-collapse: collapse;
    margin-block: 0.5rem;
    inline-size: 100%;
  }
  th,
  td {
    text-align: start;
    font-weight: 400;
    padding: 0.2rem 0.75rem 0.2rem 0;
    border-block-end: 1px solid var(--view-line);
    vertical-align: top;
  }
  summary {
    cursor: pointer;
    margin-block-start: 0.4rem;
  }
  pre {
    font: 0.72rem/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    margin: 0.4rem 0 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    user-select: text;
  }
  .full {
    display: flex;
    align-items: start;
    gap: 0.5rem;
  }
  .full details {
    flex: 1;
    min-inline-size: 0;
  }
  .full summary {
    margin-block-start: 0.15rem;
  }
  ${unsafeCSS(titles.join("\n"))}
`;
