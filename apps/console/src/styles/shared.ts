import { css } from "lit";

/** The styles that all elements share: boxes, buttons, fields, focus. */
export const shared = css`
  :host {
    display: block;
    box-sizing: border-box;
  }

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
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
  }

  h1 {
    font-size: 1.4rem;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }

  h2 {
    font-size: 1.05rem;
  }

  h3 {
    font-size: 0.95rem;
  }

  a {
    color: var(--accent);
    text-underline-offset: 0.2em;
  }

  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-block-size: 40px;
    padding: 0 0.9rem;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--card);
    color: var(--ink);
    font: inherit;
    white-space: nowrap;
    cursor: pointer;
    touch-action: manipulation;
  }

  button:hover {
    border-color: var(--soft);
  }

  button:disabled {
    opacity: 0.55;
    cursor: default;
  }

  button.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }

  button.danger {
    border-color: transparent;
    background: var(--danger);
    color: var(--on-danger);
    font-weight: 600;
  }

  button.warns {
    color: var(--danger);
  }

  input,
  select,
  textarea {
    min-block-size: 44px;
    inline-size: 100%;
    padding: 0.4rem 0.75rem;
    border: 1px solid var(--soft);
    border-radius: 10px;
    background: var(--card);
    color: var(--ink);
    font: inherit;
  }

  textarea {
    min-block-size: 6rem;
    resize: vertical;
  }

  label {
    display: grid;
    gap: 0.25rem;
    font-weight: 600;
  }

  label input,
  label select,
  label textarea {
    font-weight: 400;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  main:focus,
  h1:focus {
    outline: none;
  }

  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 0.75rem;
    padding: 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
  }

  .head,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }

  .head {
    justify-content: space-between;
  }

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
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
    overflow-wrap: anywhere;
  }

  .soft {
    color: var(--soft);
  }

  code {
    font:
      0.9em ui-monospace,
      Menlo,
      Consolas,
      monospace;
    overflow-wrap: anywhere;
  }
`;
