import { css } from "lit";

export const dialogStyles = css`
  dialog {
    inline-size: min(30rem, calc(100vw - 2rem));
    padding: 1.5rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
    color: var(--ink);
  }

  dialog[open] {
    display: grid;
    gap: 1rem;
  }

  dialog::backdrop {
    background: var(--shade);
  }

  dialog form {
    display: flex;
    justify-content: end;
  }
`;
