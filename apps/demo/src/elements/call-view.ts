import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Call } from "../call/call.ts";
import { canShareScreen, type Source } from "../call/devices.ts";
import { CallNames } from "../call/names.ts";
import { sendFile } from "../call/send-file.ts";
import { icon } from "../icons.ts";
import { traceOf } from "../signaling-view/signaling-view.ts";
import { shared } from "../styles/shared.ts";
import "./call-header.ts";
import "./call-stage.ts";
import "./chat-panel.ts";
import "./help-dialog.ts";
import "./settings-dialog.ts";
import { callLayout, onlyOneFits } from "../styles/call-layout.ts";
import type { ChatPanel } from "./chat-panel.ts";
import { FileDrop } from "./file-drop.ts";
import type { HelpDialog } from "./help-dialog.ts";
import { Matching } from "./matching.ts";
import { type PanelName, panelTabs, tabStyles } from "./panel-tabs.ts";
import type { SettingsDialog } from "./settings-dialog.ts";
import { Shortcuts } from "./shortcuts.ts";
import { sourceToggle, toggleStyles } from "./source-toggle.ts";
import { Watching } from "./watching.ts";

/** `<call-view>`: the call: who is there, what is said, and how it came about. Says `leave` and `rejoin`. */
export class CallView extends LitElement {
  static override properties = {
    call: { attribute: false },
    panel: { state: true },
    problem: { state: true },
  };

  static override styles = [shared, toggleStyles, tabStyles, callLayout];

  declare call: Call;
  declare panel: PanelName;
  declare problem: string | undefined;
  #read = 0;
  #speaker: string | undefined;
  readonly #names = new CallNames();
  readonly #onlyOneFits = new Matching(this, onlyOneFits);
  readonly #drop = new FileDrop(this, (files) => void this.#sendAll(files));
  readonly #shortcuts = new Shortcuts(this, {
    m: () => void this.call.media.toggle("microphone"),
    v: () => void this.call.media.toggle("camera"),
    s: () => void this.call.media.toggle("screen"),
    c: () => void this.#write(),
    g: () => this.#open("signaling"),
    "?": () => this.#dialog<HelpDialog>("help-dialog").open(),
  });

  constructor() {
    super();
    this.panel = this.#onlyOneFits.now ? "people" : "signaling";
    new Watching(this, () => [this.call, this.call?.timeline]);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("call")) traceOf(this.call.room);
    // The window became wider: the people are there anyway.
    if (this.panel === "people" && !this.#onlyOneFits.now) this.panel = "signaling";
    if (this.panel === "chat") this.#read = this.call.timeline.contributions;
  }

  override render(): TemplateResult {
    const { call, panel } = this;
    return html`
      <call-header .call=${call}
        @settings=${() => this.#dialog<SettingsDialog>("settings-dialog").open()}
        @help=${() => this.#dialog<HelpDialog>("help-dialog").open()}></call-header>
      <div class="room ${panel}">
        <main tabindex="-1" aria-label="People">
          ${this.#problems()} ${this.#notice()}
          <call-stage .call=${call} .speaker=${this.#speaker}></call-stage>
        </main>
        <aside aria-label="Chat and signaling">
          ${panelTabs({ selected: panel, unread: this.#unread(), select: (name) => this.#open(name) })}
          <chat-panel id="panel-chat" role="tabpanel" aria-labelledby="tab-chat" .call=${call}
            ?hidden=${panel !== "chat"} @files=${this.#sendChosen}></chat-panel>
          <div id="panel-signaling" role="tabpanel" aria-labelledby="tab-signaling" ?hidden=${panel !== "signaling"}>
            <signaling-view .room=${call.room} .names=${this.#names.of(call)}></signaling-view>
          </div>
        </aside>
      </div>
      ${this.#controls()}
      <settings-dialog .media=${call.media} @speaker=${this.#hearFrom}></settings-dialog>
      <help-dialog .shortcuts=${this.#shortcuts}></help-dialog>
      <p class="visually-hidden" role="status">${keyed(call.timeline.announcements, html`<span>${call.timeline.announcement}</span>`)}</p>
      ${this.#drop.isOver ? html`<p class="dropping">Drop files to offer them to everyone here</p>` : nothing}
    `;
  }

  #controls(): TemplateResult {
    const { media } = this.call;
    const toggle = (source: Source, key: string) =>
      sourceToggle(media, source, this.#shortcuts.areOn ? key : undefined);
    return html`<footer class="controls" aria-label="My call">
      ${toggle("microphone", "M")} ${toggle("camera", "V")} ${canShareScreen() ? toggle("screen", "S") : nothing}
      <button class="danger leave" type="button" @click=${this.#leave}>${icon("leave")} Leave</button>
    </footer>`;
  }

  #problems(): TemplateResult | typeof nothing {
    const { media, problem } = this.call;
    const text = this.problem ?? media.problem ?? problem;
    if (text === undefined) return nothing;
    return html`<div class="problem" role="alert">
      <p>${text}</p>
      ${
        text === problem
          ? html`<button type="button" @click=${this.#rejoin}>Join again</button>`
          : html`<button class="plain icon-only" type="button" aria-label="Dismiss" @click=${this.#dismiss}>${icon("close")}</button>`
      }
    </div>`;
  }

  /** The timeline announces it. */
  #notice(): TemplateResult | typeof nothing {
    const { call } = this;
    if (call.notice === undefined) return nothing;
    return html`<div class="notice">
      <p>${call.notice}</p>
      <button class="plain icon-only" type="button" aria-label="Dismiss" @click=${() => call.forgetNotice()}>${icon("close")}</button>
    </div>`;
  }

  readonly #dismiss = (): void => {
    this.problem = undefined;
    this.call.media.forgetProblem();
  };

  readonly #leave = (): void => {
    this.dispatchEvent(new CustomEvent("leave"));
  };

  readonly #rejoin = (): void => {
    this.dispatchEvent(new CustomEvent("rejoin"));
  };

  readonly #hearFrom = ({ detail }: CustomEvent<string>): void => {
    this.#speaker = detail;
    this.requestUpdate();
  };

  #unread(): number {
    return this.call.timeline.contributions - this.#read;
  }

  #open(panel: PanelName): void {
    this.panel = panel;
  }

  async #write(): Promise<void> {
    this.#open("chat");
    await this.updateComplete;
    this.#dialog<ChatPanel>("chat-panel").focusText();
  }

  #dialog<Kind extends Element>(name: string): Kind {
    return this.renderRoot.querySelector(name) as Kind;
  }

  readonly #sendChosen = ({ detail }: CustomEvent<readonly File[]>): void => {
    void this.#sendAll(detail);
  };

  async #sendAll(files: readonly File[]): Promise<void> {
    this.#open("chat");
    this.problem = undefined;
    for (const file of files) this.problem = (await sendFile(this.call, file)) ?? this.problem;
  }
}

customElements.define("call-view", CallView);
