import { css } from "lit";

export const checkStyles = css`
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.5rem;
    max-inline-size: 44rem;
    margin: 0 auto;
    padding: clamp(1rem, 5vw, 2.5rem) 1rem;
  }

  header {
    display: grid;
    gap: 0.25rem;
  }

  .product {
    display: inline-flex;
    align-items: center;
    justify-self: start;
    gap: 0.5rem;
    max-inline-size: 100%;
    min-block-size: 24px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  a {
    color: var(--accent);
    text-underline-offset: 0.2em;
  }

  h1 {
    font-size: clamp(1.6rem, 5vw, 2.25rem);
    line-height: 1.15;
    letter-spacing: -0.02em;
  }

  h2 {
    font-size: 1.15rem;
  }

  form,
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }

  form {
    padding: 1.25rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
  }

  /* Takes no gap of the grid. */
  [role="alert"]:empty {
    position: absolute;
  }

  .field {
    display: grid;
    gap: 0.35rem;
  }

  label {
    font-weight: 600;
  }

  small {
    color: var(--soft);
  }

  .choice {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    min-block-size: 24px;
    font-weight: 400;
  }

  .choice input {
    flex: none;
    inline-size: 1.25rem;
    min-block-size: 1.25rem;
    accent-color: var(--accent);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    margin: 0;
    padding: 0 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
    list-style: none;
  }

  li {
    display: flex;
    gap: 0.75rem;
    padding-block: 0.75rem;
  }

  li + li {
    border-block-start: 1px solid var(--line);
  }

  li > svg {
    margin-block-start: 0.15rem;
    color: var(--soft);
  }

  li > div {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  h3 {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1rem;
    font-size: 1rem;
  }

  .status {
    color: var(--soft);
    font-weight: 400;
  }

  .passed > svg,
  .passed .status {
    color: var(--accent);
  }

  .failed > svg,
  .failed .status {
    color: var(--danger);
  }

  .failed .status {
    font-weight: 600;
  }

  .detail {
    color: var(--soft);
    font-size: 0.875rem;
  }
`;
