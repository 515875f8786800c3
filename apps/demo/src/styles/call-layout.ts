import { css, unsafeCSS } from "lit";

/** A media query: there is no room for two things side by side. */
export const onlyOneFits = "(max-width: 56rem)";

/** Side by side where there is room; one of the three at a time on a phone. */
export const callLayout = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    block-size: 100dvh;
    overflow: hidden;
  }

  .room {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(22rem, 40%);
    gap: 0.75rem;
    min-block-size: 0;
    padding: 0 0.75rem;
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
  }

  .controls {
    display: flex;
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

  main > .notice {
    padding-inline: 1rem;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--card);
  }

  main > .problem,
  main > .notice {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
    padding-block: 0.25rem;
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

    [role="tablist"] {
      grid-area: 2 / 1;
      border-block-start: 1px solid var(--line);
    }

    [role="tabpanel"] {
      grid-area: 1 / 1;
      background: var(--card);
    }
  }
`;
