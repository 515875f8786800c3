import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { requestAction } from "../actions/action.ts";
import { kickPeer } from "../actions/peer-actions.ts";
import { closeRoom, sendNotice } from "../actions/room-actions.ts";
import type { AdminApi } from "../api/admin-api.ts";
import type { PeerPage, PeerSummary, StreamEvent } from "../api/answers.ts";
import { follow } from "../api/follow.ts";
import { Refreshing } from "../live/refreshing.ts";
import { sentenceOf, timeOf } from "../live/sentences.ts";
import { Sequence } from "../live/sequence.ts";
import { shared } from "../styles/shared.ts";
import { tables } from "../styles/tables.ts";
import { linkTo } from "./place.ts";
import "./sequence-view.ts";

const limit = "200";

/** `<room-view>`: the peers of a room, its signaling as it happens, and the actions on it. */
export class RoomView extends LitElement {
  static override properties = {
    api: {},
    room: {},
    page: { state: true },
    isLive: { state: true },
    isPaused: { state: true },
  };

  static override styles = [
    shared,
    tables,
    css`
      table button {
        min-block-size: 36px;
      }
    `,
  ];

  declare api: AdminApi;
  declare room: string;
  declare page: PeerPage;
  declare isLive: boolean;
  declare isPaused: boolean;
  #sequence = new Sequence();
  #hasBegun = false;
  #following = new AbortController();
  readonly #refreshing = new Refreshing(this, async (signal) => {
    const path = ["rooms", this.room, "peers"];
    this.page = await this.api.ask<PeerPage>({ path, query: { limit }, signal });
    if (!this.#hasBegun) this.#sequence.begin(this.page.peers.map(({ peerId }) => peerId));
    this.#hasBegun = true;
  });

  constructor() {
    super();
    this.page = { peers: [] };
    this.isLive = false;
    this.isPaused = false;
    this.addEventListener("changed", () => this.#refreshing.now());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#following.abort();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("room")) return;
    this.#follow();
    if (!this.hasUpdated) return;
    this.page = { peers: [] };
    this.#refreshing.now();
  }

  override render(): TemplateResult {
    const { api, room } = this;
    const { problem } = this.#refreshing;
    return html`<div class="stack">
      <p><a href="#/">← Overview</a></p>
      <div class="head">
        <h1>${room}</h1>
        <div class="actions">
          <button type="button" @click=${() => requestAction(this, sendNotice(api, room))}>Send notice…</button>
          <button class="warns" type="button" @click=${() => requestAction(this, closeRoom(api, room))}>Close room…</button>
        </div>
      </div>
      ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
      ${this.#peers()} ${this.#signaling()}
    </div>`;
  }

  #peers(): TemplateResult {
    const { peers, next } = this.page;
    return html`<section class="card" aria-labelledby="peers">
      <h2 id="peers">Peers</h2>
      ${peers.length === 0 ? html`<p class="soft">The room has no peers.</p>` : this.#table(peers)}
      ${next === undefined ? nothing : html`<p class="soft">The room has more peers. The first ${limit} are shown.</p>`}
    </section>`;
  }

  #table(peers: readonly PeerSummary[]): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of peers">
      <table>
        <thead>
          <tr>
            <th scope="col">Peer</th>
            <th scope="col">Identity</th>
            <th class="spare" scope="col">Joined</th>
            <th scope="col"><span class="visually-hidden">Actions</span></th>
          </tr>
        </thead>
        <tbody>
          ${peers.map((peer) => this.#row(peer))}
        </tbody>
      </table>
    </div>`;
  }

  #row({ peerId, subject, joinedAt }: PeerSummary): TemplateResult {
    const kick = () => requestAction(this, kickPeer(this.api, this.room, peerId));
    return html`<tr>
      <th scope="row"><a href=${linkTo(this.room, peerId)}>${peerId}</a></th>
      <td>${subject ?? html`<span class="soft">anonymous</span>`}</td>
      <td class="spare">${timeOf(joinedAt)}</td>
      <td class="number"><button class="warns" type="button" aria-label="Remove ${peerId}…" @click=${kick}>Remove…</button></td>
    </tr>`;
  }

  #signaling(): TemplateResult {
    const { rows, peers, revision } = this.#sequence;
    const pause = () => {
      this.isPaused = !this.isPaused;
    };
    const clear = () => {
      this.#sequence.clear();
      this.requestUpdate();
    };
    const state = this.isPaused ? "paused" : this.isLive ? "live" : "connecting…";
    return html`<section class="card" aria-labelledby="signaling">
      <div class="head">
        <h2 id="signaling">Signaling <span class="soft">(${state})</span></h2>
        <div class="actions">
          <button type="button" @click=${pause}>${this.isPaused ? "Continue" : "Pause"}</button>
          <button type="button" @click=${clear}>Clear</button>
        </div>
      </div>
      <p class="soft">The messages between the peers, from now on. The server does not pass on their contents.</p>
      <sequence-view .rows=${rows} .peers=${peers} .revision=${revision}></sequence-view>
    </section>`;
  }

  /** Follows the room in place of another one. */
  #follow(): void {
    this.#following.abort();
    this.#following = new AbortController();
    this.#sequence = new Sequence();
    this.#hasBegun = false;
    this.isPaused = false;
    void follow(this.api, {
      room: this.room,
      received: (event) => this.#receive(event),
      changed: (isOpen) => {
        this.isLive = isOpen;
      },
      denied: ({ message }) => {
        this.dispatchEvent(
          new CustomEvent("denied", { detail: message, bubbles: true, composed: true }),
        );
      },
      signal: this.#following.signal,
    });
  }

  #receive(event: StreamEvent): void {
    if (sentenceOf(event) === undefined) return;
    if (event.type.startsWith("peer.")) this.#refreshing.soon();
    if (this.isPaused) return;
    this.#sequence.add(event);
    this.requestUpdate();
  }
}

customElements.define("room-view", RoomView);
