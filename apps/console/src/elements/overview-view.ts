import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { requestAction } from "../actions/action.ts";
import { sendNotice } from "../actions/room-actions.ts";
import type { AdminApi } from "../api/admin-api.ts";
import type { Overview } from "../live/overview.ts";
import type { RateName } from "../live/rates.ts";
import { sentenceOf, timeOf } from "../live/sentences.ts";
import { shared } from "../styles/shared.ts";
import "./node-list.ts";
import "./room-list.ts";
import "./small-chart.ts";

const charts: readonly (readonly [rate: RateName, name: string])[] = [
  ["messages", "Messages"],
  ["joins", "Joins"],
  ["opened", "Connections opened"],
  ["failed", "Connections failed"],
  ["refusals", "Refusals"],
  ["limits", "Limits reached"],
];

/** `<overview-view>`: the rates, the servers, the rooms and the latest events. */
export class OverviewView extends LitElement {
  static override properties = { api: {}, overview: {} };

  static override styles = [
    shared,
    css`
      .figures,
      .charts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(9rem, 40vw), 1fr));
        gap: 1rem;
      }

      .figures dt {
        color: var(--soft);
      }

      .figures dd {
        font-size: 1.6rem;
        font-weight: 600;
        line-height: 1.2;
        font-variant-numeric: tabular-nums;
      }

      .wide {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem;
        align-items: start;
      }

      @media (min-width: 62rem) {
        .wide {
          grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
        }
      }

      ol,
      ul {
        display: grid;
        gap: 0.25rem;
        padding: 0;
        list-style: none;
      }

      li {
        overflow-wrap: anywhere;
      }

      ol {
        max-block-size: 24rem;
        overflow-y: auto;
      }

      time {
        color: var(--soft);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  declare api: AdminApi;
  declare overview: Overview;
  #unwatch: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = this.overview.watch(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
  }

  override render(): TemplateResult {
    const { api, overview } = this;
    return html`<div class="stack">
      <div class="head">
        <h1>Overview</h1>
        <button type="button" @click=${() => requestAction(this, sendNotice(api))}>Send notice to all…</button>
      </div>
      ${this.#figures()}
      <section class="card" aria-labelledby="rates">
        <h2 id="rates">Last two minutes</h2>
        <div class="charts">
          ${charts.map(([rate, name]) => this.#chart(rate, name))}
        </div>
        ${this.#totals()}
      </section>
      <node-list .api=${api} .nodes=${overview.nodes}></node-list>
      <div class="wide">
        <room-list .api=${api} .latest=${overview.recent[0]}></room-list>
        ${this.#recent()}
      </div>
    </div>`;
  }

  #figures(): TemplateResult {
    const { nodes } = this.overview;
    const sum = (name: "peers" | "away" | "visitors") =>
      nodes.reduce((total, { status }) => total + (status?.[name] ?? 0), 0).toLocaleString("en");
    const figures = [
      ["Servers", String(nodes.length)],
      ["Peers", sum("peers")],
      ["Away", sum("away")],
      ["Without a room", sum("visitors")],
    ] as const;
    return html`<dl class="card figures">
      ${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>`;
  }

  #chart(rate: RateName, name: string): TemplateResult {
    const { rates } = this.overview;
    return html`<small-chart .name=${name} .values=${rates.series[rate]} .second=${rates.seconds}></small-chart>`;
  }

  #totals(): TemplateResult {
    const { causes, limits, refusals } = this.overview.rates;
    const list = (name: string, totals: ReadonlyMap<string, number>) =>
      totals.size === 0
        ? nothing
        : html`<div><h3>${name}</h3><ul>
            ${[...totals].map(([key, count]) => html`<li><code>${key}</code> ${count.toLocaleString("en")}</li>`)}
          </ul></div>`;
    if (limits.size + refusals.size + causes.size === 0) {
      return html`<p class="soft">No request was refused, no limit was reached, and no connection failed, since you signed in.</p>`;
    }
    return html`<div class="charts">
      ${list("Causes of failed connections since you signed in", causes)}
      ${list("Limits reached since you signed in", limits)} ${list("Refusals since you signed in", refusals)}
    </div>`;
  }

  #recent(): TemplateResult {
    const { recent } = this.overview;
    return html`<section class="card" aria-labelledby="recent">
      <h2 id="recent">Latest events</h2>
      ${recent.length === 0 ? html`<p class="soft">Nothing has happened since you signed in.</p>` : nothing}
      <ol tabindex=${recent.length === 0 ? nothing : 0} aria-label="Latest events">
        ${recent.map((event) => html`<li><time datetime=${event.at}>${timeOf(event.at)}</time> ${sentenceOf(event)}</li>`)}
      </ol>
    </section>`;
  }
}

customElements.define("overview-view", OverviewView);
