import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { LocalMedia } from "../call/local-media.ts";
import { longestName } from "../messages.ts";
import { serverFacts } from "../server-facts.ts";
import { lobbyStyles } from "../styles/lobby.ts";
import { shared } from "../styles/shared.ts";
import { sourceToggle, toggleStyles } from "./source-toggle.ts";
import { Watching } from "./watching.ts";
import "./participant-tile.ts";

/** What it takes to join: `token` is `""` for a server that asks for none. */
export interface JoinRequest {
  readonly name: string;
  readonly room: string;
  readonly token: string;
}

/** `<join-form>`: who am I, which room, and do I look right? Says `join`, a `JoinRequest`. */
export class JoinForm extends LitElement {
  static override properties = {
    request: { attribute: false },
    media: { attribute: false },
    problem: { attribute: false },
    isJoining: { attribute: false },
  };

  static override styles = [shared, toggleStyles, lobbyStyles];

  declare request: JoinRequest;
  declare media: LocalMedia;
  declare problem: string | undefined;
  declare isJoining: boolean;

  constructor() {
    super();
    new Watching(this, () => [this.media]);
  }

  override render(): TemplateResult {
    const problem = this.problem ?? this.media.problem;
    return html`<main tabindex="-1">
      <header>
        <h1>A room you share by link</h1>
        <p class="soft">
          Talk, share your screen, chat and send files, browser to browser. The signaling view shows how
          the connections come about, message by message.
        </p>
      </header>
      <div class="columns">
        <section class="preview" aria-label="Your camera">
          <participant-tile
            .label=${"You"}
            .stream=${this.media.isOn("camera") ? this.media.face : undefined}
            .isMine=${true}
          ></participant-tile>
          <div class="toggles">
            ${sourceToggle(this.media, "microphone")} ${sourceToggle(this.media, "camera")}
          </div>
          <p class="soft">You can join without either: chat and files work all the same.</p>
        </section>
        ${this.#form(problem)}
      </div>
    </main>`;
  }

  #form(problem: string | undefined): TemplateResult {
    const { name, room, token } = this.request;
    return html`<form @submit=${this.#submit}>
      <label>Your name <input name="name" required maxlength=${longestName} autocomplete="name" .value=${name} /></label>
      <label>Room <input name="room" required maxlength="128" autocomplete="off" spellcheck="false" .value=${room} /></label>
      ${
        serverFacts.publicToken === undefined
          ? html`<label>Token <small>of the server; empty if it asks for none</small>
              <input name="token" type="password" autocomplete="current-password" .value=${token} /></label>`
          : nothing
      }
      <div role="alert">${problem === undefined ? nothing : html`<p class="problem">${problem}</p>`}</div>
      <button class="primary" type="submit" aria-disabled=${this.isJoining}>
        ${this.isJoining ? "Joining…" : "Join the room"}
      </button>
    </form>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.isJoining) return;
    const fields = new FormData(event.target as HTMLFormElement);
    const field = (name: string) => String(fields.get(name) ?? "").trim();
    const token = fields.has("token") ? field("token") : this.request.token;
    const detail: JoinRequest = { name: field("name"), room: field("room"), token };
    this.dispatchEvent(new CustomEvent("join", { detail }));
  };
}

customElements.define("join-form", JoinForm);
