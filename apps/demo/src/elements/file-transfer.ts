import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { endingWords, noSafeFiles, sizeWords } from "../call/words.ts";
import { ReceivingFile } from "../files/receiving.ts";
import type { SendingFile } from "../files/sending.ts";
import { shared } from "../styles/shared.ts";
import { Watching } from "./watching.ts";

/** `<file-transfer>`: one file that is sent to or received from one person: its progress, and what can be done. */
export class FileTransfer extends LitElement {
  static override properties = {
    transfer: { attribute: false },
    to: { attribute: false },
  };

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 0.35rem;
        margin-block-start: 0.25rem;
      }

      progress {
        inline-size: 100%;
        accent-color: var(--accent);
      }

      .actions {
        display: flex;
        gap: 0.5rem;
      }
    `,
  ];

  declare transfer: SendingFile | ReceivingFile;
  /** The name of the recipient; absent for a file that this page receives. */
  declare to: string | undefined;
  #address: string | undefined;

  constructor() {
    super();
    new Watching(this, () => [this.transfer]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#address !== undefined) URL.revokeObjectURL(this.#address);
    this.#address = undefined;
  }

  override render(): TemplateResult {
    const { transfer, to } = this;
    const { name, size, state } = transfer;
    const recipient =
      to === undefined ? nothing : html` <span class="soft">to <bdi>${to}</bdi></span>`;
    return html`
      <div><b dir="auto">${name}</b> <span class="soft">${sizeWords(size)}</span>${recipient}</div>
      ${
        state.at === "moving"
          ? html`<progress aria-label=${`Progress of ${name}`} max=${size} value=${state.bytes}></progress>
              <span class="soft">${sizeWords(state.bytes)} of ${sizeWords(size)}</span>`
          : html`<span class="soft" role="status">${this.#words()}</span>`
      }
      ${this.#actions(name)}
    `;
  }

  #words(): string {
    const { state } = this.transfer;
    switch (state.at) {
      case "offered":
        if (this.to !== undefined) return `Waiting for ${this.to} to accept`;
        return isSecureContext ? "Accept the file to receive it" : noSafeFiles;
      case "checking":
        return "Verifying…";
      case "done":
        return this.to === undefined ? "Received and verified" : "Delivered and verified";
      case "ended":
        return endingWords(state.why);
      case "waiting":
        return "The connection was lost. The transfer continues when the other person returns";
      case "moving":
        return "";
    }
  }

  #actions(name: string): TemplateResult | typeof nothing {
    const { transfer } = this;
    const { state } = transfer;
    if (transfer instanceof ReceivingFile && state.at === "offered") {
      return html`<div class="actions">
        ${isSecureContext ? html`<button class="primary" type="button" @click=${() => transfer.accept()}>Accept</button>` : nothing}
        <button type="button" @click=${() => transfer.decline()}>Decline</button>
      </div>`;
    }
    if (state.at === "done") return state.content ? this.#save(state.content, name) : nothing;
    if (transfer.isOver) return nothing;
    return html`<div class="actions"><button type="button" @click=${() => transfer.cancel()}>Cancel</button></div>`;
  }

  #save(content: Blob, name: string): TemplateResult {
    this.#address ??= URL.createObjectURL(content);
    return html`<div class="actions"><a class="button primary" href=${this.#address} download=${name}>Save</a></div>`;
  }
}

customElements.define("file-transfer", FileTransfer);
