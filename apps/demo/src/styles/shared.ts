import { css } from "lit";

/** The styles that all elements share: boxes, buttons, fields, focus. */
export const shared = css`
  :host {
    display: block;
    box-sizing: border-box;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }

  h1,
  h2,
  h3,
  p {
    margin: 0;
  }

  svg.icon {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    flex: none;
  }

  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-block-size: 44px;
    padding: 0 1rem;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--card);
    color: var(--ink);
    font: inherit;
    text-decoration: none;
    cursor: pointer;
    touch-action: manipulation;
  }

  button:hover {
    border-color: var(--soft);
  }

  button:disabled,
  button[aria-disabled="true"] {
    opacity: 0.55;
    cursor: default;
  }

  button.primary,
  .button.primary {
    background: var(--accent);
    border-color: transparent;
    color: var(--on-accent);
    font-weight: 600;
  }

  button.danger {
    background: var(--danger);
    border-color: transparent;
    color: var(--on-danger);
  }

  button.plain {
    background: transparent;
    border-color: transparent;
  }

  button.icon-only {
    flex: none;
    inline-size: 44px;
    padding: 0;
  }

  input,
  select {
    min-block-size: 44px;
    inline-size: 100%;
    padding: 0 0.75rem;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--card);
    color: var(--ink);
    font: inherit;
    font-weight: 400;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  /* It gets the focus only so that keyboards and screen readers continue there. */
  main:focus {
    outline: none;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .problem {
    padding: 0.75rem 1rem;
    border: 1px solid color-mix(in srgb, var(--danger) 45%, transparent);
    border-radius: 10px;
    background: color-mix(in srgb, var(--danger) 10%, var(--card));
  }

  .soft {
    color: var(--soft);
  }
`;
