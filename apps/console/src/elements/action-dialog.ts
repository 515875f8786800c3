import { html, LitElement, nothing, type TemplateResult } from "lit";
import { type Action, durations } from "../actions/action.ts";
import { ApiError } from "../api/admin-api.ts";
import { dialogStyles } from "../styles/dialog.ts";
import { shared } from "../styles/shared.ts";

/** `<action-dialog>`: asks for the confirmation of an action, performs it, and reports its result with the event `done`. */
export class ActionDialog extends LitElement {
  static override properties = {
    action: { state: true },
    problem: { state: true },
    isBusy: { state: true },
  };

  static override styles = [shared, dialogStyles];

  declare action: Action | undefined;
  declare problem: string | undefined;
  declare isBusy: boolean;

  constructor() {
    super();
    this.isBusy = false;
  }

  /** Shows the dialog of an action. */
  async show(action: Action): Promise<void> {
    this.action = action;
    this.problem = undefined;
    await this.updateComplete;
    this.renderRoot.querySelector("form")?.reset();
    this.#dialog?.showModal();
  }

  override render(): TemplateResult {
    const { action } = this;
    return html`<dialog aria-labelledby="title" @close=${this.#closed}>
      ${action ? this.#form(action) : nothing}
    </dialog>`;
  }

  #form({ title, text, label, isDangerous, field }: Action): TemplateResult {
    return html`<form @submit=${this.#submit}>
      <h2 id="title">${title}</h2>
      <p>${text}</p>
      ${field === "notice" ? noticeField : nothing}
      ${field === "duration" ? durationField : nothing}
      ${this.problem === undefined ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      <div class="actions">
        <button type="button" @click=${this.#cancel}>Cancel</button>
        <button class=${isDangerous ? "danger" : "primary"} ?disabled=${this.isBusy}>${label}</button>
      </div>
    </form>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  readonly #cancel = (): void => this.#dialog?.close();

  readonly #closed = (): void => {
    this.action = undefined;
  };

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { action } = this;
    if (!action || this.isBusy) return;
    const values = new FormData(event.target as HTMLFormElement);
    this.isBusy = true;
    try {
      const seconds = Number(values.get("seconds"));
      const result = await action.perform({ text: String(values.get("text") ?? ""), seconds });
      this.#dialog?.close();
      this.dispatchEvent(new CustomEvent<string>("done", { detail: result }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.problem = error.message;
    } finally {
      this.isBusy = false;
    }
  };
}

const noticeField = html`<label>Text
  <textarea name="text" required maxlength="2000"></textarea>
</label>`;

const durationField = html`<label>Duration
  <select name="seconds">
    ${durations.map(([seconds, name]) => html`<option value=${seconds} ?selected=${seconds === 3_600}>${name}</option>`)}
  </select>
</label>`;

customElements.define("action-dialog", ActionDialog);

declare global {
  interface HTMLElementTagNameMap {
    "action-dialog": ActionDialog;
  }
}
