import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { shared } from "../styles/shared.ts";

/** `<sign-in-form>`: asks for the token of an administrator, and passes it on with the event `token`. */
export class SignInForm extends LitElement {
  static override properties = { problem: {}, isBusy: { type: Boolean } };

  static override styles = [
    shared,
    css`
      main {
        display: grid;
        place-content: center;
        grid-template-columns: minmax(0, 26rem);
        min-block-size: 100dvh;
        padding: 1rem;
      }

      form {
        display: grid;
        gap: 1rem;
      }
    `,
  ];

  declare problem: string | undefined;
  declare isBusy: boolean;

  override render(): TemplateResult {
    return html`<main>
      <form class="card" @submit=${this.#submit}>
        <h1>Signaling console</h1>
        <label>Admin token
          <input name="token" type="password" autocomplete="current-password" required />
        </label>
        ${this.problem === undefined ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
        <button class="primary" ?disabled=${this.isBusy}>Sign in</button>
        <p class="soft">
          The token is ADMIN_TOKEN of the server, or the token of an identity with the permission “admin”. This page keeps
          it in memory only, and forgets it when you reload or close the page.
        </p>
      </form>
    </main>`;
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const token = new FormData(event.target as HTMLFormElement).get("token");
    this.dispatchEvent(new CustomEvent<string>("token", { detail: String(token) }));
  };
}

customElements.define("sign-in-form", SignInForm);
