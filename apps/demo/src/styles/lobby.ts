import { css } from "lit";

/** The preview beside the form; on a phone, above it. */
export const lobbyStyles = css`
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: center;
    gap: 1.5rem;
    min-block-size: 100dvh;
    max-inline-size: 58rem;
    margin: 0 auto;
    padding: 1.5rem 1rem;
  }

  header {
    display: grid;
    gap: 0.25rem;
    max-inline-size: 44rem;
  }

  .product {
    display: inline-flex;
    align-items: center;
    justify-self: start;
    gap: 0.5rem;
    max-inline-size: 100%;
    min-block-size: 24px;
    color: var(--accent);
    font-weight: 600;
    overflow-wrap: anywhere;
    text-underline-offset: 0.2em;
  }

  h1 {
    font-size: clamp(1.6rem, 5vw, 2.25rem);
    line-height: 1.15;
    letter-spacing: -0.02em;
  }

  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.5rem;
    align-items: start;
  }

  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    padding: 1.25rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
  }

  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.35rem;
  }

  label {
    font-weight: 600;
  }

  small {
    color: var(--soft);
  }

  .check {
    justify-self: center;
    min-block-size: 24px;
    color: var(--accent);
    text-underline-offset: 0.2em;
  }

  .preview {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }

  .picture {
    position: relative;
  }

  /* Neither the name nor the initials may lie under the buttons. */
  participant-tile {
    --caption-end: 12.5rem;
    --initials-end: 10rem;
    aspect-ratio: 16 / 10;
  }

  .toggles {
    position: absolute;
    inset: auto 0.5rem 0.5rem auto;
    display: flex;
    gap: 0.5rem;
  }

  /* The button to join must be visible on a phone without scrolling. */
  @media (max-width: 47.99rem) {
    main {
      gap: 0.75rem;
      padding-block: 0.75rem;
    }

    header p {
      font-size: 0.9rem;
      line-height: 1.35;
    }

    .columns,
    .preview,
    form {
      gap: 0.6rem;
    }

    form {
      padding: 0.9rem 1rem;
    }

    participant-tile {
      aspect-ratio: auto;
      block-size: 9rem;
    }

    /* They are under Settings. */
    device-choices {
      display: none;
    }
  }

  @media (min-width: 48rem) {
    .settings {
      display: none;
    }

    participant-tile {
      --caption-end: 8.5rem;
      --initials-end: 0;
    }

    .columns {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
`;
