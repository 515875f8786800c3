import { css } from "lit";

export const tables = css`
  /* A table that is wider than its card is scrolled. The keyboard can scroll it, because it takes the focus. */
  .scroll {
    position: relative;
    overflow-x: auto;
  }

  table {
    position: relative;
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 0.4rem 0.75rem 0.4rem 0;
    border-block-start: 1px solid var(--line);
    text-align: start;
    vertical-align: middle;
  }

  thead th {
    border-block-start: 0;
    color: var(--soft);
    font-size: 0.85rem;
    font-weight: 400;
    white-space: nowrap;
  }

  tbody th {
    min-inline-size: 6rem;
    font-weight: 400;
    overflow-wrap: anywhere;
  }

  th a {
    display: inline-block;
    padding-block: 0.2rem;
  }

  /* A column that is shown elsewhere, too. */
  @media (max-width: 34rem) {
    .spare {
      display: none;
    }
  }

  td:last-child,
  th:last-child {
    padding-inline-end: 0;
  }

  td.number,
  th.number {
    text-align: end;
  }
`;
