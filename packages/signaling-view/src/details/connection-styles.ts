import { css } from "lit";

/** Styles of the details about a connection. */
export const connectionStyles = css`
  .wide {
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
`;
