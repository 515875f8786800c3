import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { LocalMedia } from "../call/local-media.ts";
import { checkAddress } from "../page/address.ts";
import { icon } from "../page/icons.ts";
import { product } from "../page/product.ts";
import { serverFacts } from "../page/server-facts.ts";
import { lobbyStyles } from "../styles/lobby.ts";
import { shared } from "../styles/shared.ts";
import { longestName } from "../text/messages.ts";
import { sharedRoom } from "../text/names.ts";
import { sourceToggle, toggleStyles } from "./source-toggle.ts";
import { Watching } from "./watching.ts";
import "./device-choices.ts";
import "./level-meter.ts";
import "./participant-tile.ts";
import "./settings-dialog.ts";
import type { SettingsDialog } from "./settings-dialog.ts";

/** The input of the form; `token` is `""` for a server that needs none. */
export interface JoinRequest {
  readonly name: string;
  readonly room: string;
  readonly token: string;
}

/** `<join-form>`: the lobby: name, room, and a preview of camera and microphone. Dispatches `join`, a `JoinRequest`. */
export class JoinForm extends LitElement {
  static override properties = {
    request: { attribute: false },
    media: { attribute: false },
    problem: { attribute: false },
    isJoining: { attribute: false },
    name: { state: true },
  };

  static override styles = [shared, toggleStyles, lobbyStyles];

  declare request: JoinRequest;
  declare media: LocalMedia;
  declare problem: string | undefined;
  declare isJoining: boolean;
  /** As it is typed, for the preview. */
  declare name: string | undefined;

  constructor() {
    super();
    new Watching(this, () => [this.media]);
  }

  override render(): TemplateResult {
    const problem = this.problem ?? this.media.problem;
    return html`<main tabindex="-1">
      <header>
        <a class="product" href=${product.url} target="_blank" rel="noopener noreferrer">${icon("signaling")} ${product.name}</a>
        <h1>Join a video call</h1>
        <p class="soft">Send the link to invite people. The signaling view shows each message that sets up the connections.</p>
      </header>
      <div class="columns">
        ${this.#preview()}
        ${this.#form(problem)}
      </div>
    </main>`;
  }

  #preview(): TemplateResult {
    const { media } = this;
    const name = this.name ?? this.request.name;
    return html`<section class="preview" aria-label="Preview">
      <div class="picture">
        <participant-tile
          .label=${name || "You"}
          .stream=${media.isOn("camera") ? media.face : undefined}
          .picture=${media.isOn("camera") ? "present" : "none"}
          .isMine=${true}
          .isMuted=${!media.isOn("microphone")}
        ></participant-tile>
        <div class="toggles" role="group" aria-label="Microphone and camera">
          ${sourceToggle(media, "microphone")} ${sourceToggle(media, "camera")}
          <button class="toggle settings" type="button" aria-label="Settings" title="Settings" @click=${this.#openSettings}>${icon("settings")}</button>
        </div>
      </div>
      ${media.isOn("microphone") ? html`<level-meter .media=${media}></level-meter>` : nothing}
      <device-choices .media=${media}></device-choices>
      <settings-dialog .media=${media}></settings-dialog>
    </section>`;
  }

  #form(problem: string | undefined): TemplateResult {
    const { name, room } = this.request;
    const isShared = room === sharedRoom;
    return html`<form @submit=${this.#submit}>
      <div class="field">
        <label for="name">Your name</label>
        <input id="name" name="name" required maxlength=${longestName} autocomplete="name" .value=${name} @input=${this.#type} />
      </div>
      <div class="field">
        <label for="room">Room</label>
        <input id="room" name="room" required maxlength="128" dir="auto" autocomplete="off" spellcheck="false" .value=${room}
          aria-describedby=${isShared ? "room-note" : nothing} />
        ${isShared ? html`<small id="room-note">Open this address in a second window to join this room twice.</small>` : nothing}
      </div>
      ${serverFacts.publicToken === undefined ? this.#tokenField() : nothing}
      <div role="alert">${problem === undefined ? nothing : html`<p class="problem">${problem}</p>`}</div>
      <button class="primary" type="submit" aria-disabled=${this.isJoining}>
        ${this.isJoining ? "Joining…" : "Join"}
      </button>
      <a class="check" href=${checkAddress(this.#secret())}>Check devices and network</a>
    </form>`;
  }

  /** The token that the page was given, unless everyone knows it. */
  #secret(): string | undefined {
    const { token } = this.request;
    return token === serverFacts.publicToken || token === "" ? undefined : token;
  }

  #tokenField(): TemplateResult {
    return html`<div class="field">
      <label for="token">Server token</label>
      <input id="token" name="token" type="password" autocomplete="current-password" .value=${this.request.token}
        aria-describedby="token-note" />
      <small id="token-note">Leave this field empty if the server needs no token.</small>
    </div>`;
  }

  readonly #openSettings = (): void => {
    this.renderRoot.querySelector<SettingsDialog>("settings-dialog")?.open();
  };

  readonly #type = ({ target }: Event): void => {
    this.name = (target as HTMLInputElement).value.trim();
  };

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
