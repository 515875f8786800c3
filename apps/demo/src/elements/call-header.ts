import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Call } from "../call/call.ts";
import { icon } from "../page/icons.ts";
import { shared } from "../styles/shared.ts";
import { Watching } from "./watching.ts";

/** `<call-header>`: the room, its state, and what can be opened. Dispatches `invite`, `settings` and `help`. */
export class CallHeader extends LitElement {
  static override properties = { call: { attribute: false } };

  static override styles = [
    shared,
    css`
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.5rem 0.75rem;
        padding: 0.5rem 0.75rem;
      }

      .where {
        min-inline-size: 0;
      }

      /* A long name takes two lines, and is then cut. */
      h1 {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        font-size: 1.1rem;
        line-height: 1.3;
        overflow-wrap: anywhere;
      }

      .state {
        display: flex;
        align-items: baseline;
        gap: 0.4rem;
        font-size: 0.875rem;
        color: var(--soft);
      }

      .state::before {
        content: "";
        flex: none;
        inline-size: 0.6rem;
        block-size: 0.6rem;
        border-radius: 50%;
        background: var(--warning);
      }

      .state.connected::before {
        background: var(--accent);
      }

      .state.closed::before {
        background: var(--danger);
      }

      nav {
        display: flex;
        flex: none;
        gap: 0.25rem;
      }

      @media (max-width: 26rem) {
        .invite {
          inline-size: 44px;
          padding: 0;
        }

        .invite span {
          position: absolute;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  declare call: Call;

  constructor() {
    super();
    new Watching(this, () => [this.call]);
  }

  override render(): TemplateResult {
    const { roomName, state, participants, dismissal } = this.call;
    const invite = html`<button class="invite" type="button" title="Invite people" @click=${this.#say("invite")}>${icon("link")} <span>Invite</span></button>`;
    return html`<header>
      <div class="where">
        <h1 dir="auto" title=${roomName}>${roomName}</h1>
        <p class="state ${state}">${stateWords(state, participants.length)}</p>
      </div>
      <nav aria-label="Call options">
        ${dismissal === undefined ? invite : nothing}
        ${dismissal === undefined ? this.#button("settings", "Settings") : nothing}
        ${this.#button("help", "Help")}
      </nav>
    </header>`;
  }

  #button(name: "settings" | "help", label: string): TemplateResult {
    return html`<button class="plain icon-only" type="button" aria-label=${label} title=${label} @click=${this.#say(name)}>${icon(name)}</button>`;
  }

  #say(name: string): () => void {
    return () => this.dispatchEvent(new CustomEvent(name));
  }
}

/** The chat announces changes to screen readers, so this is not a live region. */
function stateWords(state: Call["state"], others: number): string {
  switch (state) {
    case "connected":
      return others === 0 ? "Nobody else is here yet" : `${others + 1} people`;
    case "connecting":
      return "Connecting…";
    case "reconnecting":
      return "Reconnecting to the server; the call continues";
    case "closed":
      return "Disconnected from the server";
  }
}

customElements.define("call-header", CallHeader);
