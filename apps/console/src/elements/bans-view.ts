import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { requestAction } from "../actions/action.ts";
import { ban, liftBan } from "../actions/peer-actions.ts";
import type { AdminApi } from "../api/admin-api.ts";
import type { Ban, BanPage } from "../api/answers.ts";
import { Refreshing } from "../live/refreshing.ts";
import { shared } from "../styles/shared.ts";
import { tables } from "../styles/tables.ts";

/** `<bans-view>`: the bans in effect, and a form for a new one. */
export class BansView extends LitElement {
  static override properties = { api: {}, bans: { state: true }, isCut: { state: true } };

  static override styles = [
    shared,
    tables,
    css`
      form.card {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
        gap: 0.75rem;
        align-items: end;
      }
    `,
  ];

  declare api: AdminApi;
  declare bans: readonly Ban[];
  /** Whether there are more bans than are shown. */
  declare isCut: boolean;
  readonly #refreshing = new Refreshing(this, async (signal) => {
    const request = { path: ["bans"], query: { limit: "1000" }, signal };
    const { bans, next } = await this.api.ask<BanPage>(request);
    this.bans = bans;
    this.isCut = next !== undefined;
  });

  constructor() {
    super();
    this.bans = [];
    this.isCut = false;
    this.addEventListener("changed", () => this.#refreshing.now());
  }

  override render(): TemplateResult {
    const { problem } = this.#refreshing;
    return html`<div class="stack">
      <h1>Bans</h1>
      <form class="card" @submit=${this.#ban}>
        <label>Kind
          <select name="kind">
            <option value="identity">Identity</option>
            <option value="address">Address</option>
            <option value="token">Token</option>
          </select>
        </label>
        <label>Subject, IP address or token id
          <input name="value" required maxlength="255" />
        </label>
        <button class="danger">Ban…</button>
      </form>
      ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
      <section class="card" aria-labelledby="title">
        <h2 id="title">Bans in effect</h2>
        ${this.bans.length === 0 ? html`<p class="soft">There are no bans.</p>` : this.#table()}
        ${this.isCut ? html`<p class="soft">There are more bans. The command “admin bans” lists all.</p>` : nothing}
      </section>
    </div>`;
  }

  #table(): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of bans">
      <table>
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col">Kind</th>
            <th scope="col">Until</th>
            <th class="spare" scope="col">By</th>
            <th scope="col"><span class="visually-hidden">Actions</span></th>
          </tr>
        </thead>
        <tbody>
          ${this.bans.map((one) => this.#row(one))}
        </tbody>
      </table>
    </div>`;
  }

  #row({ kind, value, until, actor }: Ban): TemplateResult {
    const lift = () => requestAction(this, liftBan(this.api, kind, value));
    return html`<tr>
      <th scope="row">${value}</th>
      <td>${kind}</td>
      <td>${new Date(until).toLocaleString("en-GB")}</td>
      <td class="spare">${actor ?? "admin token"}</td>
      <td class="number"><button type="button" aria-label="Lift the ban of ${value}…" @click=${lift}>Lift…</button></td>
    </tr>`;
  }

  readonly #ban = (event: SubmitEvent): void => {
    event.preventDefault();
    const values = new FormData(event.target as HTMLFormElement);
    const [kind, value] = [String(values.get("kind")), String(values.get("value")).trim()];
    requestAction(this, ban(this.api, kind, value));
  };
}

customElements.define("bans-view", BansView);
