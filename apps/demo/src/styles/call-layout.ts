import { css, unsafeCSS } from "lit";

/** A media query: the window is too narrow for two things side by side. */
export const onlyOneFits = "(max-width: 56rem)";

/** People and panel side by side where there is room; one panel at a time on a phone. */
export const callLayout = css`
  /* In a window that is not even that high, the page scrolls. */
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    block-size: max(100dvh, 22rem);
    overflow: hidden;
  }

  .room {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(22rem, 40%);
    gap: 0.75rem;
    min-block-size: 0;
    padding: 0 0.75rem;
  }

  /* The controls are gone: the panels must not touch the edge. */
  .over {
    padding-block-end: 0.75rem;
  }

  .expanded {
    grid-template-columns: minmax(0, 1fr);
  }

  .expanded main,
  .expanded aside {
    grid-area: 1 / 1;
  }

  .expanded main {
    visibility: hidden;
  }

  main {
    display: flex;
    flex-direction: column;
    gap: 0.75rem;
    min-block-size: 0;
    min-inline-size: 0;
  }

  call-stage {
    flex: 1;
    min-block-size: 0;
  }

  aside {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-block-size: 0;
    min-inline-size: 0;
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
  }

  [role="tabpanel"] {
    min-block-size: 0;
  }

  #panel-signaling {
    overflow: hidden;
  }

  signaling-view {
    block-size: 100%;
    border: 0;
    border-radius: 0;
  }

  .controls {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0.75rem;
    padding: 0.75rem;
    padding-block-end: max(0.75rem, env(safe-area-inset-bottom));
  }

  .controls .leave {
    min-block-size: 3.25rem;
    padding-inline: 1.25rem;
    border-radius: 999px;
  }

  .dropping {
    position: fixed;
    inset: 0;
    z-index: 2;
    display: grid;
    place-items: center;
    border: 3px dashed var(--accent);
    background: color-mix(in srgb, var(--paper) 85%, transparent);
    font-size: 1.25rem;
    pointer-events: none;
  }

  /* A phone that lies on its side. */
  @media (max-height: 30rem) {
    .controls {
      padding-block: 0.4rem;
    }

    .controls .toggle {
      inline-size: 2.75rem;
      block-size: 2.75rem;
    }

    .controls .leave {
      min-block-size: 2.75rem;
    }
  }

  /* All controls in one line, down to 320 px. */
  @media (max-width: 24rem) {
    .controls {
      gap: 0.5rem;
      padding-inline: 0.5rem;
    }

    .controls .leave {
      padding-inline: 0.9rem;
    }
  }

  @media ${unsafeCSS(onlyOneFits)} {
    .room {
      grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
      gap: 0;
      padding: 0;
    }

    main {
      grid-area: 1 / 1;
      padding: 0 0.5rem 0.5rem;
    }

    .room:not(.people) main {
      visibility: hidden;
    }

    aside {
      display: contents;
    }

    .tabs {
      grid-area: 2 / 1;
      border-block: 1px solid var(--line) 0;
    }

    [role="tabpanel"] {
      grid-area: 1 / 1;
      background: var(--card);
    }
  }
`;
