import { css } from "lit";

export const controlsStyles = css`
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    align-items: center;
    padding: 0.5rem;
    background: var(--view-paper);
    border-block-end: 1px solid var(--view-line);
  }
  .gap {
    flex: 1 0 0;
  }
  button,
  select,
  .file {
    font: inherit;
    color: var(--view-ink);
    background: var(--view-card);
    border: 1px solid var(--view-line);
    border-radius: 0.4rem;
    padding: 0.15rem 0.55rem;
    min-block-size: 1.75rem;
    max-inline-size: 11rem;
    cursor: pointer;
  }
  button:hover:enabled,
  select:hover,
  .file:hover {
    border-color: var(--view-soft);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button[aria-pressed="true"],
  button.is-on {
    color: var(--view-accent);
    border-color: var(--view-accent);
  }
  label {
    display: inline-flex;
    gap: 0.3rem;
    align-items: center;
    padding-inline: 0.25rem;
  }
  .file {
    box-sizing: border-box;
    position: relative;
  }
  .file input {
    position: absolute;
    inset: 0;
    opacity: 0;
    font-size: 0;
    cursor: pointer;
  }
  .file:focus-within {
    outline: 2px solid var(--view-accent);
    outline-offset: 1px;
  }
  .problem {
    inline-size: 100%;
    margin: 0;
    color: var(--view-error);
  }
  .problem:empty {
    display: none;
  }
  input {
    accent-color: var(--view-accent);
    margin: 0;
  }
  :focus-visible {
    outline: 2px solid var(--view-accent);
    outline-offset: 1px;
  }
`;
