import { css, html, LitElement, type TemplateResult } from "lit";
import { dialogStyles } from "../styles/dialog-styles.ts";
import { shared } from "../styles/shared.ts";

/** `<invitation-dialog>`: the link to copy by hand, where the browser does not let the page copy. */
export class InvitationDialog extends LitElement {
  static override properties = { link: { state: true } };

  static override styles = [
    shared,
    dialogStyles,
    css`
      label {
        display: grid;
        gap: 0.35rem;
        font-weight: 600;
      }
    `,
  ];

  declare link: string;

  constructor() {
    super();
    this.link = "";
  }

  async open(link: string): Promise<void> {
    this.link = link;
    await this.updateComplete;
    this.renderRoot.querySelector("dialog")?.showModal();
    this.renderRoot.querySelector("input")?.select();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title">
      <h2 id="title">Invite</h2>
      <p>This browser does not let the page copy. Copy this link and send it to whom you want to meet here.</p>
      <label>Link <input readonly .value=${this.link} /></label>
      <form method="dialog"><button class="primary">Close</button></form>
    </dialog>`;
  }
}

customElements.define("invitation-dialog", InvitationDialog);
