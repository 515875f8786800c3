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
  button,
  select,
  .file {
    font: inherit;
    color: var(--view-ink);
    background: var(--view-card);
    border: 1px solid var(--view-line);
    border-radius: 0.4rem;
    padding: 0.15rem 0.45rem;
    min-block-size: 1.75rem;
    max-inline-size: 11rem;
    cursor: pointer;
  }
  select {
    max-inline-size: 8rem;
  }
  .menu {
    position: relative;
    margin-inline-start: auto;
  }
  .controls summary {
    box-sizing: border-box;
    display: flex;
    align-items: center;
    gap: 0.35rem;
    min-block-size: 1.75rem;
    margin: 0;
    padding: 0.15rem 0.45rem;
    border: 1px solid var(--view-line);
    border-radius: 0.4rem;
    background: var(--view-card);
    color: var(--view-ink);
    cursor: pointer;
    list-style: none;
  }
  .controls summary::-webkit-details-marker {
    display: none;
  }
  .controls summary::after {
    content: "▾" / "";
  }
  .menu-box {
    position: absolute;
    inset: calc(100% + 0.25rem) 0 auto auto;
    z-index: 3;
    box-sizing: border-box;
    display: grid;
    gap: 0.4rem;
    inline-size: 15rem;
    padding: 0.75rem;
    border: 1px solid var(--view-line);
    border-radius: 0.5rem;
    background: var(--view-card);
    box-shadow: 0 6px 24px rgb(0 0 0 / 0.25);
  }
  .menu-box p {
    margin: 0;
    color: var(--view-soft);
    font-size: 0.75rem;
    line-height: 1.4;
  }
  .menu-box button,
  .menu-box .file {
    justify-content: start;
    max-inline-size: none;
    text-align: start;
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
