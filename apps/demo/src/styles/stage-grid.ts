import { css } from "lit";

/**
 * How the tiles share the stage: in as many columns as leave each picture largest, a camera's being
 * 16:9. Of two people the other one takes most of the stage. Shared screens take most of it, too, and
 * the people become a strip below.
 */
export const stageGrid = css`
  :host {
    --gap: 0.5rem;
    container: stage / size;
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    min-block-size: 12rem;
  }

  ul {
    flex: 7;
    min-block-size: 0;
    --columns: 1;
    --rows: 1;
    display: flex;
    flex-wrap: wrap;
    align-content: flex-start;
    justify-content: center;
    gap: var(--gap);
    margin: 0;
    padding: 0;
    overflow-y: auto;
    list-style: none;
  }

  /* A hair less than its share: rounding must not push the last one into the next row. */
  li {
    flex: none;
    inline-size: calc((100% - (var(--columns) - 1) * var(--gap)) / var(--columns) - 0.1px);
    block-size: calc((100% - (var(--rows) - 1) * var(--gap)) / var(--rows) - 0.1px);
  }

  participant-tile {
    block-size: 100%;
  }

  /* One below the other; the last one, which is the own picture, is small. */
  ul.pair {
    flex-flow: column nowrap;
    align-items: flex-end;
  }

  ul.pair li:first-child {
    flex: 1;
    min-block-size: 0;
    inline-size: 100%;
  }

  ul.pair li:last-child {
    inline-size: auto;
    block-size: clamp(5.5rem, 24cqh, 10rem);
    aspect-ratio: 16 / 9;
  }

  ul[data-room-for="2"] {
    --rows: 2;
  }

  ul[data-room-for="3"] {
    --rows: 3;
  }

  ul[data-room-for="4"] {
    --columns: 2;
    --rows: 2;
  }

  ul[data-room-for="6"] {
    --columns: 2;
    --rows: 3;
  }

  ul[data-room-for="8"] {
    --columns: 2;
    --rows: 4;
  }

  ul[data-room-for="12"] {
    --columns: 2;
    --rows: 5;
  }

  @container stage (min-aspect-ratio: 6 / 5) {
    ul[data-room-for="3"] {
      --columns: 2;
      --rows: 2;
    }

    ul[data-room-for="8"] {
      --columns: 3;
      --rows: 3;
    }

    ul[data-room-for="12"] {
      --columns: 3;
      --rows: 4;
    }
  }

  @container stage (min-aspect-ratio: 3 / 2) {
    ul.pair {
      flex-flow: row nowrap;
    }

    ul.pair li:first-child {
      inline-size: auto;
      block-size: 100%;
    }

    ul.pair li:last-child {
      inline-size: clamp(8rem, 24cqw, 18rem);
      block-size: auto;
    }
  }

  @container stage (min-aspect-ratio: 16 / 9) {
    ul[data-room-for="2"] {
      --columns: 2;
      --rows: 1;
    }

    ul[data-room-for="6"] {
      --columns: 3;
      --rows: 2;
    }

    ul[data-room-for="12"] {
      --columns: 4;
      --rows: 3;
    }
  }

  ul.strip {
    flex: 3;
    flex-wrap: nowrap;
    justify-content: safe center;
    overflow-x: auto;
  }

  ul.strip li {
    flex: 0 1 16rem;
    min-inline-size: 7rem;
    block-size: 100%;
  }
`;
