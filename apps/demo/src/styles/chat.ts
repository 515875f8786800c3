import { css } from "lit";

/** The messages, and below them the field to write one. */
export const chatStyles = css`
  :host {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
  }

  /* A reversed scroller rests at its end, and keeps its position while the user reads older messages. */
  .scroll {
    display: flex;
    flex-direction: column-reverse;
    overflow-y: auto;
  }

  .scroll:focus-visible {
    outline-offset: -2px;
  }

  ol {
    display: flex;
    flex-direction: column;
    gap: 0.6rem;
    margin: 0;
    margin-block-end: auto;
    padding: 0.75rem;
    list-style: none;
  }

  li {
    max-inline-size: 92%;
    padding: 0.45rem 0.75rem;
    border-radius: 12px;
    background: var(--paper);
    overflow-wrap: anywhere;
  }

  li.mine {
    align-self: end;
    background: color-mix(in srgb, var(--accent) 16%, var(--card));
  }

  li.notice {
    align-self: center;
    background: none;
    color: var(--soft);
    font-size: 0.875rem;
  }

  .by {
    display: flex;
    gap: 0.5rem;
    color: var(--soft);
    font-size: 0.8rem;
  }

  .text {
    white-space: pre-wrap;
  }

  .text a {
    color: var(--accent);
  }

  li.mine .text a {
    color: inherit;
  }

  form {
    display: flex;
    gap: 0.5rem;
    padding: 0.75rem;
    border-block-start: 1px solid var(--line);
  }
`;
