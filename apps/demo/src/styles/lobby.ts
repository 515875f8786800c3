import { css } from "lit";

/** The picture beside the form; on a phone, above it. */
export const lobbyStyles = css`
  main {
    display: grid;
    align-content: center;
    gap: 1.5rem;
    min-block-size: 100dvh;
    max-inline-size: 58rem;
    margin: 0 auto;
    padding: 1.5rem 1rem 3rem;
  }

  header {
    display: grid;
    gap: 0.25rem;
    max-inline-size: 44rem;
  }

  h1 {
    font-size: clamp(1.6rem, 5vw, 2.25rem);
    line-height: 1.15;
    letter-spacing: -0.02em;
  }

  .columns {
    display: grid;
    gap: 1.5rem;
    align-items: start;
  }

  form {
    display: grid;
    gap: 1rem;
    padding: 1.25rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
  }

  label {
    display: grid;
    gap: 0.35rem;
    font-weight: 600;
  }

  label small {
    font-weight: 400;
    color: var(--soft);
  }

  .preview {
    display: grid;
    gap: 0.75rem;
  }

  participant-tile {
    aspect-ratio: 16 / 10;
  }

  .toggles {
    display: flex;
    justify-content: center;
    gap: 0.75rem;
  }

  /* The button to join should be in sight on a phone. */
  @media (max-width: 47.99rem) {
    main {
      gap: 1rem;
    }

    .preview,
    form {
      gap: 0.75rem;
    }

    participant-tile {
      aspect-ratio: auto;
      block-size: 9rem;
    }
  }

  @media (min-width: 48rem) {
    .columns {
      grid-template-columns: 1fr 1fr;
    }
  }
`;
