import { css, html, LitElement, svg, type TemplateResult } from "lit";
import { shownSeconds } from "../live/rates.ts";
import { shared } from "../styles/shared.ts";

const height = 40;

/** `<small-chart>`: the values of the last two minutes as a line, and the current and the greatest value as text. */
export class SmallChart extends LitElement {
  static override properties = { name: {}, values: {}, second: { type: Number } };

  static override styles = [
    shared,
    css`
      figure {
        display: grid;
        gap: 0.25rem;
        margin: 0;
      }

      figcaption {
        display: grid;
      }

      strong {
        font-size: 1.4rem;
        line-height: 1.2;
        font-variant-numeric: tabular-nums;
      }

      svg {
        display: block;
        inline-size: 100%;
        block-size: 40px;
        border-block-end: 1px solid var(--line);
        overflow: visible;
      }

      polyline {
        fill: none;
        stroke: var(--accent);
        stroke-width: 2;
        vector-effect: non-scaling-stroke;
      }

      small {
        color: var(--soft);
      }
    `,
  ];

  declare name: string;
  declare values: readonly number[];
  /** Changes with each value, because the list of values is the same object. */
  declare second: number;

  override render(): TemplateResult {
    const { name, values } = this;
    const greatest = Math.max(0, ...values);
    const now = values.at(-1) ?? 0;
    const label = `${name} per second: ${now} now, at most ${greatest} in the last two minutes`;
    return html`<figure>
      <figcaption><span class="soft">${name}</span> <strong>${now.toLocaleString("en")}<small>/s</small></strong></figcaption>
      <svg viewBox="0 0 ${shownSeconds - 1} ${height}" preserveAspectRatio="none" role="img" aria-label=${label}>
        ${svg`<polyline points=${pointsOf(values, greatest)} />`}
      </svg>
      <small>at most ${greatest.toLocaleString("en")}/s</small>
    </figure>`;
  }
}

/** Returns the points of a line whose last value is at the right edge. */
function pointsOf(values: readonly number[], greatest: number): string {
  const first = shownSeconds - values.length;
  const scale = greatest === 0 ? 0 : (height - 2) / greatest;
  return values.map((value, index) => `${first + index},${height - 1 - value * scale}`).join(" ");
}

customElements.define("small-chart", SmallChart);
