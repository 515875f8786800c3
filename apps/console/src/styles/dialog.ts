import { css } from "lit";

export const dialogStyles = css`
  dialog {
    inline-size: min(30rem, calc(100vw - 2rem));
    max-block-size: calc(100dvh - 2rem);
    padding: clamp(1rem, 5vw, 1.5rem);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
    color: var(--ink);
    overflow-wrap: anywhere;
  }

  dialog::backdrop {
    background: var(--shade);
  }

  dialog form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }

  dialog .actions {
    justify-content: end;
  }
`;
