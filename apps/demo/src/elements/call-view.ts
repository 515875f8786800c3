import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { traceOf } from "simple-webrtc-signaling-view";
import type { Call } from "../call/call.ts";
import { canShareScreen, type Source } from "../call/devices.ts";
import { sendFile } from "../call/send-file.ts";
import { invitation } from "../page/address.ts";
import { icon } from "../page/icons.ts";
import { serverFacts } from "../page/server-facts.ts";
import { shared } from "../styles/shared.ts";
import "./call-header.ts";
import "./call-stage.ts";
import "./chat-panel.ts";
import "./help-dialog.ts";
import "./invitation-dialog.ts";
import "./settings-dialog.ts";
import { callLayout, onlyOneFits } from "../styles/call-layout.ts";
import {
  aloneMessage,
  endedMessage,
  messageStyles,
  noticeMessage,
  problemMessage,
} from "./call-messages.ts";
import type { ChatPanel } from "./chat-panel.ts";
import { FileDrop } from "./file-drop.ts";
import { Matching } from "./matching.ts";
import { type PanelName, panelTabs, tabStyles } from "./panel-tabs.ts";
import { Shortcuts } from "./shortcuts.ts";
import { sourceToggle, toggleStyles } from "./source-toggle.ts";
import { Watching } from "./watching.ts";

interface Dialog extends Element {
  open(): void;
}

/** `<call-view>`: the call: its people, its chat and its signaling. Dispatches `leave`, `rejoin` and `lobby`. */
export class CallView extends LitElement {
  static override properties = {
    call: { attribute: false },
    panel: { state: true },
    isExpanded: { state: true },
    problem: { state: true },
  };

  static override styles = [shared, toggleStyles, tabStyles, messageStyles, callLayout];

  declare call: Call;
  declare panel: PanelName;
  /** Whether the chat or the signaling takes the place of the people, too. */
  declare isExpanded: boolean;
  declare problem: string | undefined;
  #read = 0;
  #wasOver = false;
  readonly #onlyOneFits = new Matching(this, onlyOneFits);
  readonly #drop = new FileDrop(this, (files) => void this.#sendAll(files));
  readonly #shortcuts = new Shortcuts(this, {
    m: () => this.#toggle("microphone"),
    v: () => this.#toggle("camera"),
    s: () => this.#toggle("screen"),
    c: () => void this.#write(),
    g: () => this.#open("signaling"),
    "?": () => this.#dialog("help-dialog"),
  });

  constructor() {
    super();
    this.panel = this.#onlyOneFits.now ? "people" : "signaling";
    this.isExpanded = false;
    new Watching(this, () => [this.call, this.call?.timeline]);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("call")) traceOf(this.call.room);
    const isOver = this.call.dismissal !== undefined;
    if (isOver && !this.#wasOver) this.#showEnd();
    this.#wasOver = isOver;
    // The window became wider: the people are shown beside the panel.
    if (this.panel === "people" && !this.#onlyOneFits.now) this.panel = "signaling";
    if (this.panel === "chat") this.#read = this.call.timeline.contributions;
  }

  override render(): TemplateResult {
    const { call, panel } = this;
    const isOver = call.dismissal !== undefined;
    const layout = `room ${panel} ${this.isExpanded ? "expanded" : ""} ${isOver ? "over" : ""}`;
    return html`
      <call-header .call=${call}
        @invite=${() => this.#dialog("invitation-dialog")}
        @settings=${() => this.#dialog("settings-dialog")}
        @help=${() => this.#dialog("help-dialog")}></call-header>
      <div class=${layout}>
        <main tabindex="-1" aria-label="People">${isOver ? this.#end(call.dismissal) : this.#people()}</main>
        <aside aria-label="Chat and signaling">
          ${panelTabs({
            selected: panel,
            unread: this.#unread(),
            isExpanded: this.isExpanded,
            select: (name) => this.#open(name),
            toggleExpanded: () => {
              this.isExpanded = !this.isExpanded;
            },
          })}
          <chat-panel id="panel-chat" role="tabpanel" aria-labelledby="tab-chat" .call=${call}
            ?hidden=${panel !== "chat"} @files=${this.#sendChosen}></chat-panel>
          <div id="panel-signaling" role="tabpanel" aria-labelledby="tab-signaling" ?hidden=${panel !== "signaling"}>
            <signaling-view .room=${call.room} .names=${call.names.known}></signaling-view>
          </div>
        </aside>
      </div>
      ${isOver ? nothing : this.#controls()}
      <invitation-dialog .room=${call.roomName} .token=${this.#secret()}></invitation-dialog>
      <settings-dialog .media=${call.media}></settings-dialog>
      <help-dialog .call=${call} .token=${this.#secret()} .shortcuts=${this.#shortcuts}></help-dialog>
      <p class="visually-hidden" role="status">${keyed(call.timeline.announcements, html`<span>${call.timeline.announcement}</span>`)}</p>
      ${this.#drop.isOver && !isOver ? html`<p class="dropping">Drop files to send them to everyone here</p>` : nothing}
    `;
  }

  /** The end of the call comes first, also for a user who looks at another panel. */
  #showEnd(): void {
    this.isExpanded = false;
    if (this.#onlyOneFits.now) this.panel = "people";
  }

  #people(): TemplateResult {
    const { call } = this;
    return html`
      ${this.#problems()}
      ${call.notice === undefined ? nothing : noticeMessage(call.notice, () => call.forgetNotice())}
      <call-stage .call=${call}></call-stage>
      ${call.participants.length === 0 && call.problem === undefined ? this.#alone() : nothing}
    `;
  }

  #alone(): TemplateResult {
    const { roomName: room } = this.call;
    const link = invitation(location.href, { room, token: this.#secret() });
    return aloneMessage({ link, invite: () => this.#dialog("invitation-dialog") });
  }

  #end(title = ""): TemplateResult {
    return endedMessage(title, () => this.dispatchEvent(new CustomEvent("lobby")));
  }

  #controls(): TemplateResult {
    const { media } = this.call;
    const toggle = (source: Source, key: string) =>
      sourceToggle(media, source, this.#shortcuts.areOn ? key : undefined);
    return html`<section class="controls" aria-label="Call controls">
      ${toggle("microphone", "M")} ${toggle("camera", "V")} ${canShareScreen() ? toggle("screen", "S") : nothing}
      <button class="danger leave" type="button" @click=${this.#leave}>${icon("leave")} Leave</button>
    </section>`;
  }

  #problems(): TemplateResult | typeof nothing {
    const { media, problem } = this.call;
    const text = this.problem ?? media.problem ?? problem;
    if (text === undefined) return nothing;
    const rejoin = text === problem ? this.#rejoin : undefined;
    return problemMessage({ text, rejoin, dismiss: this.#dismiss });
  }

  /** The token that the page was given, unless everyone knows it. */
  #secret(): string | undefined {
    const { token } = this.call;
    return token === serverFacts.publicToken ? undefined : token;
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

  #toggle(source: Source): void {
    if (this.call.dismissal === undefined) void this.call.media.toggle(source);
  }

  #unread(): number {
    return this.call.timeline.contributions - this.#read;
  }

  #open(panel: PanelName): void {
    this.panel = panel;
  }

  async #write(): Promise<void> {
    this.#open("chat");
    await this.updateComplete;
    this.renderRoot.querySelector<ChatPanel>("chat-panel")?.focusText();
  }

  #dialog(name: "invitation-dialog" | "settings-dialog" | "help-dialog"): void {
    this.renderRoot.querySelector<Dialog>(name)?.open();
  }

  readonly #sendChosen = ({ detail }: CustomEvent<readonly File[]>): void => {
    void this.#sendAll(detail);
  };

  async #sendAll(files: readonly File[]): Promise<void> {
    if (this.call.dismissal !== undefined) return;
    this.#open("chat");
    this.problem = undefined;
    for (const file of files) this.problem = sendFile(this.call, file) ?? this.problem;
  }
}

customElements.define("call-view", CallView);
