import { css, html, LitElement, type TemplateResult } from "lit";
import { requestAction } from "../actions/action.ts";
import { drainNode } from "../actions/room-actions.ts";
import type { AdminApi } from "../api/admin-api.ts";
import type { NodeSummary } from "../api/answers.ts";
import { shared } from "../styles/shared.ts";
import { tables } from "../styles/tables.ts";

/** `<node-list>`: the servers, with their states and sessions. */
export class NodeList extends LitElement {
  static override properties = { api: {}, nodes: {} };

  static override styles = [
    shared,
    tables,
    css`
      th code {
        white-space: nowrap;
      }

      /* The action stays visible when a narrow screen scrolls the table. */
      td.action {
        position: sticky;
        inset-inline-end: 0;
        background: var(--card);
        text-align: end;
      }
    `,
  ];

  declare api: AdminApi;
  declare nodes: readonly NodeSummary[];

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Servers</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="Table of servers">
        <table>
          <thead>
            <tr>
              <th scope="col">Server</th>
              <th scope="col">State</th>
              <th scope="col" class="number">Rooms</th>
              <th scope="col" class="number">Peers</th>
              <th scope="col" class="number">Away</th>
              <th scope="col">Version</th>
              <th scope="col">Since</th>
              <th scope="col"><span class="visually-hidden">Actions</span></th>
            </tr>
          </thead>
          <tbody>
            ${this.nodes.map((node) => this.#row(node))}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #row({ node, isHere, status }: NodeSummary): TemplateResult {
    const name = html`<th scope="row"><code>${node}</code>${isHere ? html` <span class="soft">(this one)</span>` : ""}</th>`;
    if (!status) return html`<tr>${name}<td colspan="7">does not answer</td></tr>`;
    const { state, rooms, peers, away, version, startedAt } = status;
    const drain = () => requestAction(this, drainNode(this.api, node));
    return html`<tr>
      ${name}
      <td>${state === "apart" ? "no contact" : state}</td>
      <td class="number">${rooms}</td>
      <td class="number">${peers}</td>
      <td class="number">${away}</td>
      <td>${version}</td>
      <td>${new Date(startedAt).toLocaleString("en-GB")}</td>
      <td class="action">
        <button class="warns" type="button" ?disabled=${state === "draining"} aria-label="Drain server ${node}…" @click=${drain}>Drain…</button>
      </td>
    </tr>`;
  }
}

customElements.define("node-list", NodeList);
