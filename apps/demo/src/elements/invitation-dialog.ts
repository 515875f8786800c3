import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { invitation, isLoopback } from "../page/address.ts";
import { icon } from "../page/icons.ts";
import { dialogStyles } from "../styles/dialog-styles.ts";
import { shared } from "../styles/shared.ts";

/** How long the button says that the link was copied, in milliseconds. */
const copiedMs = 2_500;

/** `<invitation-dialog>`: the link into a room. A secret token is part of it only if the user agrees. */
export class InvitationDialog extends LitElement {
  static override properties = {
    room: { attribute: false },
    token: { attribute: false },
    hasToken: { state: true },
    copied: { state: true },
  };

  static override styles = [
    shared,
    dialogStyles,
    css`
      label {
        display: grid;
        gap: 0.35rem;
        font-weight: 600;
      }

      .choice {
        display: flex;
        align-items: center;
        gap: 0.6rem;
      }

      .choice input {
        flex: none;
        inline-size: 1.25rem;
        min-block-size: 1.25rem;
        accent-color: var(--accent);
      }

      .token {
        display: grid;
        gap: 0.35rem;
      }
    `,
  ];

  declare room: string;
  /** The server's token, if it is secret: then the link contains it or not, as the user chooses. */
  declare token: string | undefined;
  declare hasToken: boolean;
  declare copied: string;

  constructor() {
    super();
    this.room = "";
    this.hasToken = true;
    this.copied = "";
  }

  open(): void {
    this.copied = "";
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title">
      <h2 id="title">Invite people</h2>
      <p>Send this link to the people whom you invite to this room.</p>
      <label>Link <input class="link" readonly .value=${this.#link()} @focus=${selectAll} /></label>
      ${this.token === undefined ? nothing : this.#tokenChoice()}
      ${
        isLoopback(location.href)
          ? html`<p class="soft">This link works only on this computer. For other devices, open this page at the server’s network address.</p>`
          : nothing
      }
      <form method="dialog">
        <button type="button" class="primary" autofocus @click=${this.#copy}>${icon(this.copied === "Link copied" ? "done" : "link")} ${this.copied || "Copy link"}</button>
        <button>Close</button>
      </form>
      <p class="visually-hidden" role="status">${this.copied}</p>
    </dialog>`;
  }

  #tokenChoice(): TemplateResult {
    const choose = ({ target }: Event) => {
      this.hasToken = (target as HTMLInputElement).checked;
      this.copied = "";
    };
    return html`<div class="token">
      <label class="choice"><input type="checkbox" .checked=${this.hasToken} @change=${choose} aria-describedby="token-note" />
        Include the server’s token</label>
      <p class="soft" id="token-note">${
        this.hasToken
          ? "The link contains the server’s token. Everyone with the link can use the server, in every room."
          : "The link does not contain the server’s token. The page asks for the token."
      }</p>
    </div>`;
  }

  #link(): string {
    return invitation(location.href, {
      room: this.room,
      token: this.hasToken ? this.token : undefined,
    });
  }

  readonly #copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.#link());
      this.copied = "Link copied";
      setTimeout(() => {
        this.copied = "";
      }, copiedMs);
    } catch {
      // Browsers have no clipboard for pages that are loaded over plain HTTP.
      this.copied = "Copy the link by hand";
      this.renderRoot.querySelector<HTMLInputElement>(".link")?.select();
    }
  };
}

function selectAll({ target }: Event): void {
  (target as HTMLInputElement).select();
}

customElements.define("invitation-dialog", InvitationDialog);
