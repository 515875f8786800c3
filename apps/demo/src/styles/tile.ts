import { css } from "lit";

/** A picture with a name and the state of the connection; a small one shows less of it. */
export const tileStyles = css`
  :host {
    container: tile / inline-size;
    min-block-size: 0;
    min-inline-size: 0;
  }

  figure {
    position: relative;
    display: grid;
    place-items: center;
    block-size: 100%;
    margin: 0;
    padding-inline-end: var(--initials-end, 0);
    overflow: hidden;
    border-radius: var(--radius);
    background: var(--tile);
  }

  figure.speaking::after {
    content: "";
    position: absolute;
    inset: 0;
    border: 3px solid var(--accent);
    border-radius: inherit;
    pointer-events: none;
  }

  video {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  video.mirrored {
    transform: scaleX(-1);
  }

  video.whole,
  video.screen {
    object-fit: contain;
  }

  video.screen {
    background: #000;
  }

  .initials {
    display: grid;
    place-items: center;
    inline-size: 5rem;
    aspect-ratio: 1;
    border-radius: 50%;
    background: color-mix(in srgb, var(--accent) 18%, var(--card));
    color: var(--accent);
    font-size: 1.75rem;
    font-weight: 600;
  }

  figcaption {
    position: absolute;
    inset-inline: 0.5rem var(--caption-end, 0.5rem);
    inset-block-end: 0.5rem;
    display: flex;
    flex-wrap: wrap;
    gap: 0.35rem;
    font-size: 0.875rem;
  }

  figcaption span {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
    max-inline-size: 100%;
    min-inline-size: 0;
    padding: 0.1rem 0.6rem;
    border-radius: 0.8rem;
    background: var(--shade);
    color: #fff;
    white-space: nowrap;
  }

  figcaption bdi,
  figcaption i {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  figcaption i {
    font-style: normal;
  }

  figure.speaking .name {
    background: var(--accent);
    color: var(--on-accent);
  }

  .measured i::after {
    content: " ·";
  }

  figcaption svg.icon {
    inline-size: 1rem;
    block-size: 1rem;
  }

  .problem {
    position: absolute;
    inset: 0.5rem 0.5rem auto;
    max-block-size: calc(100% - 1rem);
    font-size: 0.875rem;
    overflow: auto;
  }

  .play {
    position: absolute;
  }

  @container tile (max-width: 18rem) {
    .problem {
      padding: 0.4rem 0.6rem;
      font-size: 0.75rem;
    }

    .initials {
      inline-size: 3.5rem;
      font-size: 1.25rem;
    }

    figcaption {
      inset-inline: 0.35rem var(--caption-end, 0.35rem);
      inset-block-end: 0.35rem;
      gap: 0.2rem;
      font-size: 0.75rem;
    }

    /* Still read by screen readers, and in the title. */
    .measured i {
      position: absolute;
      inline-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  }
`;
