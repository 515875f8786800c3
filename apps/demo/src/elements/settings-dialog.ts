import { css, html, LitElement, type TemplateResult } from "lit";
import type { LocalMedia } from "../call/local-media.ts";
import { dialogStyles } from "../styles/dialog-styles.ts";
import { shared } from "../styles/shared.ts";
import "./device-choices.ts";
import "./level-meter.ts";

/** `<settings-dialog>`: which microphone, camera and speaker to use. */
export class SettingsDialog extends LitElement {
  static override properties = { media: { attribute: false } };

  static override styles = [
    shared,
    dialogStyles,
    css`
      .level {
        display: grid;
        gap: 0.35rem;
        font-size: 0.875rem;
      }
    `,
  ];

  declare media: LocalMedia;

  open(): void {
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title">
      <h2 id="title">Settings</h2>
      <device-choices .media=${this.media}></device-choices>
      <div class="level"><span>Microphone level</span> <level-meter .media=${this.media}></level-meter></div>
      <form method="dialog"><button class="primary">Done</button></form>
    </dialog>`;
  }
}

customElements.define("settings-dialog", SettingsDialog);
