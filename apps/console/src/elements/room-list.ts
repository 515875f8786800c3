import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { AdminApi } from "../api/admin-api.ts";
import type { RoomPage, StreamEvent } from "../api/answers.ts";
import { Refreshing } from "../live/refreshing.ts";
import { shared } from "../styles/shared.ts";
import { tables } from "../styles/tables.ts";
import { linkTo } from "./place.ts";

const limit = "50";

/** `<room-list>`: the rooms in pages, and a field for the name of a room. */
export class RoomList extends LitElement {
  static override properties = { api: {}, latest: {}, page: { state: true } };

  static override styles = [
    shared,
    tables,
    css`
      form {
        display: flex;
        gap: 0.5rem;
      }

      form label {
        flex: 1;
      }
    `,
  ];

  declare api: AdminApi;
  /** The latest event, after which the list may have changed. */
  declare latest: StreamEvent | undefined;
  declare page: RoomPage;
  /** The `after` of the current page and of those before it. */
  #after: string[] = [];
  readonly #refreshing = new Refreshing(this, async (signal) => {
    const after = this.#after.at(-1);
    const query = { limit, ...(after === undefined ? {} : { after }) };
    this.page = await this.api.ask<RoomPage>({ path: ["rooms"], query, signal });
  });

  constructor() {
    super();
    this.page = { rooms: [] };
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("latest")) this.#refreshing.soon();
  }

  override render(): TemplateResult {
    const { rooms } = this.page;
    const { problem } = this.#refreshing;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">Rooms</h2>
      <form @submit=${this.#open}>
        <label><span class="visually-hidden">Name of a room</span><input name="room" placeholder="Name of a room" required /></label>
        <button>Open</button>
      </form>
      ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
      ${rooms.length === 0 ? html`<p class="soft">No room has peers.</p>` : this.#table()}
      ${this.#pages()}
    </section>`;
  }

  #table(): TemplateResult {
    return html`<table>
      <thead>
        <tr><th scope="col">Room</th><th scope="col" class="number">Peers</th></tr>
      </thead>
      <tbody>
        ${this.page.rooms.map(
          ({ room, peers }) => html`<tr>
            <th scope="row"><a href=${linkTo(room)}>${room}</a></th>
            <td class="number">${peers.toLocaleString("en")}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #pages(): TemplateResult | typeof nothing {
    const { next } = this.page;
    if (next === undefined && this.#after.length === 0) return nothing;
    const show = (after: string[]) => () => {
      this.#after = after;
      this.#refreshing.now();
    };
    return html`<div class="actions">
      <button type="button" ?disabled=${this.#after.length === 0} @click=${show(this.#after.slice(0, -1))}>Previous rooms</button>
      <button type="button" ?disabled=${next === undefined} @click=${show([...this.#after, next ?? ""])}>Next rooms</button>
    </div>`;
  }

  readonly #open = (event: SubmitEvent): void => {
    event.preventDefault();
    const room = new FormData(event.target as HTMLFormElement).get("room");
    location.hash = linkTo(String(room));
  };
}

customElements.define("room-list", RoomList);
