import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { type Action, requestAction } from "../actions/action.ts";
import { ban, kickIdentity, kickPeer } from "../actions/peer-actions.ts";
import type { AdminApi } from "../api/admin-api.ts";
import type { LimitLevel, PeerStatus } from "../api/answers.ts";
import type { Overview } from "../live/overview.ts";
import { Refreshing } from "../live/refreshing.ts";
import { shared } from "../styles/shared.ts";
import { tables } from "../styles/tables.ts";
import { linkTo } from "./place.ts";

/** `<peer-view>`: one peer with its connection, its session and its limits, and the actions on it. */
export class PeerView extends LitElement {
  static override properties = {
    api: {},
    overview: {},
    room: {},
    peerId: {},
    peer: { state: true },
  };

  static override styles = [
    shared,
    tables,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(7rem, auto) minmax(0, 1fr);
        gap: 0.35rem 1rem;
      }

      dt {
        color: var(--soft);
      }

      dd {
        overflow-wrap: anywhere;
      }

      meter {
        inline-size: 100%;
        min-inline-size: 4rem;
      }

      pre {
        margin: 0;
        overflow-x: auto;
        font-size: 0.9em;
      }
    `,
  ];

  declare api: AdminApi;
  declare overview: Overview;
  declare room: string;
  declare peerId: string;
  declare peer: PeerStatus | undefined;
  #unwatch: (() => void) | undefined;
  readonly #refreshing = new Refreshing(this, async (signal) => {
    const path = ["rooms", this.room, "peers", this.peerId];
    this.peer = await this.api.ask<PeerStatus>({ path, signal });
  });

  constructor() {
    super();
    this.addEventListener("changed", () => this.#refreshing.now());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = this.overview.watchEvents(({ room, peerId }) => {
      if (room === this.room && peerId === this.peerId) this.#refreshing.soon();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!this.hasUpdated || !(changed.has("room") || changed.has("peerId"))) return;
    this.peer = undefined;
    this.#refreshing.now();
  }

  override render(): TemplateResult {
    const { room, peerId, peer } = this;
    const { problem } = this.#refreshing;
    return html`<div class="stack">
      <p><a href=${linkTo(room)}>← ${room}</a></p>
      <h1>${peerId}</h1>
      ${problem === undefined ? nothing : html`<p class="problem" role="status">${problem}</p>`}
      ${peer === undefined || problem !== undefined ? nothing : [this.#actions(peer), this.#details(peer)]}
    </div>`;
  }

  #actions({ room, peerId, subject, connection }: PeerStatus): TemplateResult {
    const { api } = this;
    const button = (name: string, action: Action) =>
      html`<button class="warns" type="button" @click=${() => requestAction(this, action)}>${name}</button>`;
    const address = addressOf(connection?.address);
    return html`<div class="actions">
      ${button("Remove…", kickPeer(api, room, peerId))}
      ${subject === undefined ? nothing : button("Disconnect identity…", kickIdentity(api, subject))}
      ${subject === undefined ? nothing : button("Ban identity…", ban(api, "identity", subject))}
      ${address === undefined ? nothing : button("Ban address…", ban(api, "address", address))}
    </div>`;
  }

  #details({ connection, ...peer }: PeerStatus): TemplateResult {
    return html`
      <section class="card" aria-labelledby="session">
        <h2 id="session">Session</h2>
        ${list({
          State: peer.awayUntil
            ? `connection lost; may resume until ${dateOf(peer.awayUntil)}`
            : "connected",
          Identity: peer.subject ?? "anonymous",
          Joined: dateOf(peer.joinedAt),
          Session: peer.sessionId ?? "cannot be resumed",
          Server: peer.node,
        })}
        ${peer.metadata === null ? nothing : html`<div><h3>Metadata</h3><pre tabindex="0">${JSON.stringify(peer.metadata, null, 2)}</pre></div>`}
      </section>
      <section class="card" aria-labelledby="connection">
        <h2 id="connection">Connection</h2>
        ${
          connection
            ? list({
                Address: connection.address,
                Gateway: connection.gateway,
                Socket: peer.socketId,
                Connected: dateOf(connection.openedAt),
                "Token expires": connection.expiresAt ? dateOf(connection.expiresAt) : "never",
              })
            : html`<p class="soft">The connection is lost.</p>`
        }
      </section>
      ${connection ? limits(connection.limits) : nothing}`;
  }
}

function list(entries: Readonly<Record<string, string>>): TemplateResult {
  return html`<dl>${Object.entries(entries).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function limits(levels: readonly LimitLevel[]): TemplateResult {
  return html`<section class="card" aria-labelledby="limits">
    <h2 id="limits">Limits</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of limits">
      <table>
        <thead>
          <tr>
            <th scope="col">Limit</th>
            <th scope="col" class="number">Left</th>
            <th scope="col" class="number">Of</th>
            <th scope="col" class="number">Per second</th>
            <th class="spare" scope="col"><span class="visually-hidden">Part that is left</span></th>
          </tr>
        </thead>
        <tbody>
          ${levels.map((level) => limitRow(level))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function limitRow({ limit, of, left, burst, perSecond }: LimitLevel): TemplateResult {
  const name = `${limit} per ${of}`;
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number">${Math.floor(left).toLocaleString("en")}</td>
    <td class="number">${burst.toLocaleString("en")}</td>
    <td class="number">${Number(perSecond.toFixed(2)).toLocaleString("en")}</td>
    <td class="spare"><meter min="0" max=${burst} low=${burst / 4} optimum=${burst} .value=${left} aria-label="Left of ${name}"></meter></td>
  </tr>`;
}

/** Returns an address that can be banned. The address of an IPv6 client is its network; others may be no address. */
function addressOf(key: string | undefined): string | undefined {
  return key !== undefined && /[.:]/.test(key) ? key.replace(/\/64$/, "") : undefined;
}

function dateOf(at: string): string {
  return new Date(at).toLocaleString("en-GB");
}

customElements.define("peer-view", PeerView);
