import { css, html, LitElement, type TemplateResult } from "lit";
import type { Call } from "../call/call.ts";
import { checkAddress } from "../page/address.ts";
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
  static override properties = {
    call: { attribute: false },
    token: { attribute: false },
    shortcuts: { attribute: false },
    codes: { state: true },
  };

  static override styles = [
    shared,
    dialogStyles,
    css`
      a {
        color: var(--accent);
      }

      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.35rem 1rem;
        margin: 0;
      }

      dd {
        margin: 0;
      }

      .code {
        font-variant-numeric: tabular-nums;
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

  declare call: Call;
  /** The token of the server, if it is secret. */
  declare token: string | undefined;
  declare shortcuts: Shortcuts;
  /** The names of the people, and the security codes of the connections to them. */
  declare codes: readonly (readonly [name: string, code: string])[];

  constructor() {
    super();
    this.codes = [];
  }

  open(): void {
    this.requestUpdate();
    void this.#computeCodes();
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title">
      <h2 id="title">Help</h2>
      <p>Everyone with the link can join this room. Audio, video, messages and files are encrypted. They are sent
        directly between the browsers, or through a TURN server if no direct route exists. The signaling server only
        forwards the messages that set up the connections. The signaling view shows these messages.</p>
      <p>If you cannot hear or see others, <a href=${checkAddress(this.token)} target="_blank" rel="noopener">check your network</a>.</p>
      <h3>Security codes</h3>
      <p>Read the code aloud to the other person. If both of you see the same code, no server has intercepted your
        connection. This is true only if the server of this page is honest.</p>
      <dl>${this.codes.map(([name, code]) => html`<dt><bdi>${name}</bdi></dt><dd class="code">${code}</dd>`)}</dl>
      <h3>Keyboard shortcuts</h3>
      <dl>${keys.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}</dl>
      <label><input type="checkbox" .checked=${this.shortcuts?.areOn ?? true} @change=${this.#turn} /> Enable keyboard shortcuts</label>
      <form method="dialog"><button class="primary">Close</button></form>
    </dialog>`;
  }

  async #computeCodes(): Promise<void> {
    const named = this.call.participants.map(async ({ peer }) => {
      const code = await peer.securityCode().catch(() => "not connected");
      return [this.call.nameOf(peer.id), code] as const;
    });
    this.codes = await Promise.all(named);
  }

  readonly #turn = ({ target }: Event): void => {
    this.shortcuts.turn((target as HTMLInputElement).checked);
  };
}

customElements.define("help-dialog", HelpDialog);
