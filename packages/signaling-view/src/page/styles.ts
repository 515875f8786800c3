import { css, unsafeCSS } from "lit";
import { detailsStyles } from "../details/details-styles.ts";
import { declarations } from "../drawing/palette.ts";
import { controlsStyles } from "./controls-styles.ts";
import { diagramStyles } from "./diagram-styles.ts";

const colors = css`
  :host {
    ${unsafeCSS(declarations({ isBoth: false }))}
  }
  @supports (color: light-dark(#000, #fff)) {
    :host {
      ${unsafeCSS(declarations({ isBoth: true }))}
    }
  }
`;

const frame = css`
  :host {
    display: block;
    container-type: size;
    box-sizing: border-box;
    block-size: min(44rem, 85vh);
    min-block-size: 18rem;
    color: var(--view-ink);
    background: var(--view-card);
    font: 400 0.8125rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
    border: 1px solid var(--view-line);
    border-radius: 0.75rem;
    overflow: hidden;
  }
  :host([hidden]) {
    display: none;
  }
  .frame {
    display: grid;
    block-size: 100%;
    grid-template: auto minmax(0, 1fr) minmax(0, auto) / minmax(0, 1fr);
  }
  .controls,
  connection-inspector {
    grid-column: 1 / -1;
  }
  connection-inspector:focus-visible {
    outline-offset: -2px;
  }
  .pane[hidden] {
    display: none;
  }
  @container (min-width: 52rem) {
    .frame {
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) minmax(0, auto);
    }
    .details {
      inline-size: clamp(20rem, 36cqw, 34rem);
      border-inline-start: 1px solid var(--view-line);
    }
  }
  @container (max-width: 51.99rem) {
    .details {
      block-size: clamp(7rem, 27cqh, 16rem);
      border-block-start: 1px solid var(--view-line);
    }
  }
`;

export const styles = [colors, frame, controlsStyles, diagramStyles, detailsStyles];
