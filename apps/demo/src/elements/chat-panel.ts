import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Call } from "../call/call.ts";
import type { Entry } from "../call/timeline.ts";
import { icon } from "../page/icons.ts";
import { chatStyles } from "../styles/chat.ts";
import { shared } from "../styles/shared.ts";
import { longestText } from "../text/messages.ts";
import "./file-transfer.ts";
import { linkedText } from "./linked-text.ts";
import { Watching } from "./watching.ts";

/** `<chat-panel>`: messages and files, and the field to send more. Dispatches `files`, an array of `File`. */
export class ChatPanel extends LitElement {
  static override properties = { call: { attribute: false } };

  static override styles = [shared, chatStyles];

  declare call: Call;

  constructor() {
    super();
    new Watching(this, () => [this.call, this.call?.timeline]);
  }

  focusText(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input[name="text"]')?.focus();
  }

  override render(): TemplateResult {
    const { timeline, dismissal } = this.call;
    return html`
      <div class="scroll" role="region" aria-label="Chat messages" tabindex="0">
        <ol role="list">
          <li class="notice">Messages and files are sent over the peer connections, not through the signaling server.</li>
          ${timeline.entries.map(line)}
        </ol>
      </div>
      ${dismissal === undefined ? this.#form() : nothing}
    `;
  }

  #form(): TemplateResult {
    return html`<form @submit=${this.#say}>
        <button type="button" class="icon-only" aria-label="Send a file" title="Send a file" @click=${this.#choose}>${icon("file")}</button>
        <input type="file" multiple hidden aria-label="Files to send" @change=${this.#give} />
        <input name="text" dir="auto" aria-label="Message" placeholder="Message everyone" autocomplete="off" maxlength=${longestText} />
        <button type="submit" class="primary icon-only" aria-label="Send" title="Send">${icon("send")}</button>
      </form>`;
  }

  readonly #say = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = String(new FormData(form).get("text") ?? "").trim();
    if (text !== "") this.call.say(text);
    form.reset();
    this.renderRoot.querySelector(".scroll")?.scrollTo({ top: 0 });
  };

  readonly #choose = (): void => {
    this.renderRoot.querySelector<HTMLInputElement>('input[type="file"]')?.click();
  };

  readonly #give = ({ target }: Event): void => {
    const field = target as HTMLInputElement;
    this.dispatchEvent(new CustomEvent("files", { detail: [...(field.files ?? [])] }));
    // The same file may be chosen again.
    field.value = "";
  };
}

function line(entry: Entry): TemplateResult {
  switch (entry.kind) {
    case "notice":
      return html`<li class="notice" dir="auto">${linkedText(entry.text)}</li>`;
    case "text":
      return html`<li class=${entry.isMine ? "mine" : ""}>${by(entry.from, entry)}<div class="text" dir="auto">${linkedText(entry.text)}</div></li>`;
    case "sent-file":
      return html`<li class="mine">${by("You sent a file", entry)}
        ${entry.copies.map(({ to, transfer }) => html`<file-transfer .transfer=${transfer} .to=${to}></file-transfer>`)}</li>`;
    case "received-file":
      return html`<li>${by(`${entry.from} sent a file`, entry)}<file-transfer .transfer=${entry.transfer}></file-transfer></li>`;
  }
}

function by(who: string, { atMs }: Entry): TemplateResult {
  const time = new Date(atMs);
  const words = time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return html`<div class="by"><bdi>${who}</bdi><time datetime=${time.toISOString()}>${words}</time></div>`;
}

customElements.define("chat-panel", ChatPanel);
