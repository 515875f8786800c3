import { css, unsafeCSS } from "lit";
import { diagramCss } from "../drawing/diagram-css.ts";
import { rowHeight } from "../drawing/layout.ts";

export const diagramStyles = css`
  .pane {
    display: grid;
    grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
    min-block-size: 0;
  }
  .scroll {
    position: relative;
    overflow: auto;
    scroll-padding-block: 3rem 1rem;
    overscroll-behavior: contain;
  }
  /* Below the rows, so that it covers none of them. */
  .newest {
    max-inline-size: none;
    color: var(--view-card);
    background: var(--view-accent);
    border-color: transparent;
    border-radius: 0;
  }
  .newest:focus-visible {
    outline-color: var(--view-card);
    outline-offset: -4px;
  }
  /* As wide as the head. Rows out of sight remember a width, which must not keep the view scrolling. */
  .content {
    inline-size: max-content;
    min-inline-size: 100%;
  }
  .content > :not(.head) {
    inline-size: 0;
    min-inline-size: 100%;
  }
  .head {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    background: var(--view-card);
    border-block-end: 1px solid var(--view-line);
  }
  svg {
    display: block;
  }
  .row {
    content-visibility: auto;
    contain-intrinsic-block-size: auto ${unsafeCSS(rowHeight)}px;
    cursor: default;
    animation: appear 0.25s ease-out;
  }
  .row:hover,
  .row.is-pinned {
    --view-ground: color-mix(in srgb, var(--view-accent) 8%, var(--view-card));
    background: var(--view-ground);
  }
  .row.is-pinned {
    box-shadow: inset 3px 0 var(--view-accent);
  }
  .row:focus-visible {
    outline-offset: -2px;
    border-radius: 0.25rem;
  }
  .delta {
    opacity: 0;
  }
  .row:hover .delta,
  .row:focus .delta,
  .row.is-pinned .delta {
    opacity: 1;
  }
  .empty,
  .let-go {
    margin: 0;
    box-sizing: border-box;
    padding: 0.75rem 1rem;
    color: var(--view-soft);
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .row {
      animation: none;
    }
  }
  ${unsafeCSS(diagramCss)}
`;
