import { css, html, LitElement, type TemplateResult } from "lit";
import { dialogStyles } from "../styles/dialog-styles.ts";
import { shared } from "../styles/shared.ts";
import type { Shortcuts } from "./shortcuts.ts";

const keys = [
  ["M", "Turn the microphone on or off"],
  ["V", "Turn the camera on or off"],
  ["S", "Start or stop sharing your screen"],
  ["C", "Write a chat message"],
  ["G", "Show the signaling"],
  ["?", "Show this help"],
] as const;

/** `<help-dialog>`: how the call works, and the keyboard shortcuts. */
export class HelpDialog extends LitElement {
  static override properties = { shortcuts: { attribute: false } };

  static override styles = [
    shared,
    dialogStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.35rem 1rem;
        margin: 0;
      }

      dd {
        margin: 0;
      }

      kbd {
        display: inline-block;
        min-inline-size: 1.75rem;
        padding: 0 0.4rem;
        border: 1px solid var(--line);
        border-block-end-width: 2px;
        border-radius: 6px;
        font: inherit;
        text-align: center;
      }

      label {
        display: flex;
        align-items: center;
        gap: 0.6rem;
      }

      input {
        inline-size: 1.25rem;
        min-block-size: 1.25rem;
        accent-color: var(--accent);
      }
    `,
  ];

  declare shortcuts: Shortcuts;

  open(): void {
    this.requestUpdate();
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title">
      <h2 id="title">Help</h2>
      <p>Everyone with the link can join this room. Audio, video, messages and files are encrypted. They are sent
        directly between the browsers, or through a TURN server if no direct route exists. The signaling server only
        forwards the messages that set up the connections. The signaling view shows these messages.</p>
      <h3>Keyboard shortcuts</h3>
      <dl>${keys.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}</dl>
      <label><input type="checkbox" .checked=${this.shortcuts?.areOn ?? true} @change=${this.#turn} /> Enable keyboard shortcuts</label>
      <form method="dialog"><button class="primary">Close</button></form>
    </dialog>`;
  }

  readonly #turn = ({ target }: Event): void => {
    this.shortcuts.turn((target as HTMLInputElement).checked);
  };
}

customElements.define("help-dialog", HelpDialog);
