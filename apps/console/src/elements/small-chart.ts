import { css, html, LitElement, type TemplateResult } from "lit";
import { lineChart, lineChartStyles } from "simple-webrtc-signaling-view/line-chart";
import { shownSeconds } from "../live/rates.ts";
import { shared } from "../styles/shared.ts";

/** `<small-chart>`: the values of the last two minutes as a line, and the current and the greatest value as text. */
export class SmallChart extends LitElement {
  static override properties = { name: {}, values: {}, second: { type: Number } };

  static override styles = [
    shared,
    lineChartStyles,
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

      .line-chart {
        color: var(--accent);
        border-block-end: 1px solid var(--line);
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
    // The last value is at the right edge.
    const first = shownSeconds - values.length;
    const points = values.map((y, index) => ({ x: first + index, y }));
    const label = `${name} per second: ${now} now, at most ${greatest} in the last two minutes`;
    return html`<figure>
      <figcaption><span class="soft">${name}</span> <strong>${now.toLocaleString("en")}<small>/s</small></strong></figcaption>
      ${lineChart({ label, points, from: 0, to: shownSeconds - 1 })}
      <small>at most ${greatest.toLocaleString("en")}/s</small>
    </figure>`;
  }
}

customElements.define("small-chart", SmallChart);
